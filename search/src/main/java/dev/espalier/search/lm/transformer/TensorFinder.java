package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.transformer.DecoderWeights.Part;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.lm.weights.ModelWeights;
import dev.espalier.search.lm.weights.StoredTensor;
import java.util.function.Predicate;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableLongList;
import org.eclipse.collections.api.set.MutableSet;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Sets;
import org.eclipse.collections.impl.factory.primitive.LongLists;

/**
 * Gathers the parts of a decoder from the tensors of a model: each is held to the shape the
 * configuration says. A tensor nobody asks for is refused too: a model it belongs to is another
 * one.
 */
final class TensorFinder {

  private static final int SHOWN = 3;

  private final ModelWeights weights;
  private final MutableList<Part> parts = Lists.mutable.empty();
  private final MutableSet<String> used = Sets.mutable.empty();

  TensorFinder(ModelWeights weights) {
    this.weights = weights;
  }

  boolean has(String name) {
    return weights.get(name) != null;
  }

  /** Takes a tensor as known that is no part of the decoder, if it is there. */
  void ignore(String name) {
    used.add(name);
  }

  void matrix(String role, String name, int rows, int columns) throws ModelFormatException {
    add(role, false, tensor(name, rows, columns));
  }

  /** A matrix stored as [in, out]. */
  void transposed(String role, String name, int in, int out) throws ModelFormatException {
    parts.add(new Part(role, Lists.immutable.with(tensor(name, in, out)), false, true));
  }

  void vector(String role, String name, int size) throws ModelFormatException {
    add(role, true, tensor(name, size));
  }

  void vectorIfThere(String role, String name, int size) throws ModelFormatException {
    if (has(name)) {
      vector(role, name, size);
    }
  }

  /** A part of several tensors below one another. */
  void add(String role, boolean vector, StoredTensor... stored) {
    parts.add(new Part(role, Lists.immutable.with(stored), vector, false));
  }

  /** Adds some rows of a matrix as a matrix. */
  void rowsOf(String role, ImmutableList<StoredTensor> rows) {
    parts.add(new Part(role, rows, false, false));
  }

  /** The tensor that was taken for a role that each decoder has once. */
  StoredTensor taken(String role) {
    return parts.detect(part -> part.role().equals(role)).stored().getFirst();
  }

  /** How many rows a tensor has. */
  int rows(String name) throws ModelFormatException {
    StoredTensor tensor = weights.get(name);
    if (tensor == null) {
      throw new ModelFormatException(weights.path(), "tensor %s is missing".formatted(name));
    }
    return Math.toIntExact(tensor.rows());
  }

  StoredTensor tensor(String name, long... shape) throws ModelFormatException {
    ImmutableLongList expected = LongLists.immutable.with(shape);
    StoredTensor tensor = weights.get(name);
    if (tensor == null) {
      throw new ModelFormatException(
          weights.path(), "tensor %s of shape %s is missing".formatted(name, expected));
    }
    if (!tensor.shape().equals(expected)) {
      throw new ModelFormatException(
          weights.path(),
          "tensor %s has the shape %s, the configuration says %s"
              .formatted(name, tensor.shape(), expected));
    }
    used.add(name);
    return tensor;
  }

  /**
   * What was gathered.
   *
   * @param family in an error's words
   * @param needless accepts tensors that may be there and are not needed
   * @throws ModelFormatException if there are other tensors
   */
  DecoderWeights finish(boolean tied, String family, Predicate<String> needless)
      throws ModelFormatException {
    ImmutableList<String> extra =
        weights.names().reject(used::contains).reject(needless::test).toSortedList().toImmutable();
    if (extra.notEmpty()) {
      throw new ModelFormatException(
          weights.path(),
          "%d tensors do not belong to a %s: %s"
              .formatted(
                  extra.size(),
                  family,
                  extra.take(SHOWN).makeString(", ") + (extra.size() > SHOWN ? " …" : "")));
    }
    return new DecoderWeights(parts.toImmutable(), tied);
  }
}
