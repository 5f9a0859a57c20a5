package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.HiddenState;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.lm.weights.ModelWeights;
import dev.espalier.search.lm.weights.StoredTensor;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The vectors a decoder reads tokens as, a row at a time from where its weights lie: few searches
 * ask for any, and none for all, so the table is neither copied nor mapped before someone does.
 */
final class TokenEmbeddings implements AutoCloseable {

  private final @Nullable Checkpoint checkpoint;
  private @Nullable ModelWeights mapped;
  private @Nullable StoredTensor table;
  private boolean closed;

  private TokenEmbeddings(@Nullable Checkpoint checkpoint, @Nullable StoredTensor table) {
    this.checkpoint = checkpoint;
    this.table = table;
  }

  /** Those in a checkpoint, whose files must stay as they are. */
  static TokenEmbeddings of(Checkpoint checkpoint) {
    return new TokenEmbeddings(checkpoint, null);
  }

  /** Those among weights in memory. */
  static TokenEmbeddings of(DecoderWeights weights) {
    return new TokenEmbeddings(null, table(weights));
  }

  private static StoredTensor table(DecoderWeights weights) {
    return weights.parts().detect(part -> part.role().equals("token")).stored().getOnly();
  }

  /**
   * The vector of a token in the vocabulary.
   *
   * @throws ModelFailure if the weights cannot be read any more
   */
  synchronized HiddenState of(int token) {
    StoredTensor rows = table();
    float[] vector = new float[Math.toIntExact(rows.columns())];
    rows.row(token).copyTo(FloatBuffer.wrap(vector));
    return HiddenState.of(vector);
  }

  private StoredTensor table() {
    if (closed) {
      throw new ModelFailure("the model has been closed");
    }
    StoredTensor known = table;
    if (known == null) {
      known = map();
      table = known;
    }
    return known;
  }

  private StoredTensor map() {
    if (checkpoint == null) {
      throw new IllegalStateException("no table and no checkpoint to find it in");
    }
    try {
      ModelWeights weights = checkpoint.openWeights();
      mapped = weights;
      return table(checkpoint.languageModel(weights));
    } catch (ModelFormatException e) {
      throw new ModelFailure("the token embeddings cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    table = null;
    if (mapped != null) {
      mapped.close();
      mapped = null;
    }
  }
}
