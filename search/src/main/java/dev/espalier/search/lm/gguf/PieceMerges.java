package dev.espalier.search.lm.gguf;

import dev.espalier.search.lm.weights.ModelFormatException;
import java.nio.file.Path;
import java.util.Comparator;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.map.primitive.ObjectIntMap;
import org.eclipse.collections.impl.factory.Lists;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * The merges of a vocabulary that has scores instead: every pair of tokens whose whole is a token,
 * the best whole first, and of the same whole's pairs the one of earlier tokens first.
 */
final class PieceMerges {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private PieceMerges() {}

  private record Merge(String left, String right, double score, int leftId, int rightId) {}

  static ArrayNode of(
      Path file, ImmutableList<String> tokens, ObjectIntMap<String> ids, ImmutableDoubleList scores)
      throws ModelFormatException {
    if (scores.size() != tokens.size()) {
      throw new ModelFormatException(
          file,
          "tokenizer.ggml.scores lists %d scores for %d tokens"
              .formatted(scores.size(), tokens.size()));
    }
    MutableList<Merge> merges = Lists.mutable.empty();
    for (int id = 0; id < tokens.size(); id++) {
      String whole = tokens.get(id);
      for (int cut = 1; cut < whole.length(); cut++) {
        String left = whole.substring(0, cut);
        String right = whole.substring(cut);
        if (ids.containsKey(left) && ids.containsKey(right)) {
          merges.add(new Merge(left, right, scores.get(id), ids.get(left), ids.get(right)));
        }
      }
    }
    merges.sortThis(
        Comparator.comparingDouble(Merge::score)
            .reversed()
            .thenComparingInt(Merge::leftId)
            .thenComparingInt(Merge::rightId));
    ArrayNode written = JSON.createArrayNode();
    merges.forEach(merge -> written.addArray().add(merge.left()).add(merge.right()));
    return written;
  }
}
