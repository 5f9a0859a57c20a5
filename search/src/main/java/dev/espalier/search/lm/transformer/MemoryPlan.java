package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.ModelFailure;
import java.util.Locale;

/**
 * What a model will need, decided before any of it is allocated.
 *
 * @param weightBytes weights, in the format they are run in
 * @param slotBytes key, value and hidden state of one token
 * @param slots most tokens the cache will hold
 * @param workspaceBytes intermediate results of the largest step, and of loading
 */
record MemoryPlan(long weightBytes, long slotBytes, int slots, long workspaceBytes) {

  /** Cache memory taken without being asked for more. */
  private static final long DEFAULT_CACHE = 1L << 30;

  private static final int MOST_SLOTS = 1 << 16;

  /** Growing holds the old cache, of half the size, beside the new one. */
  private static final double GROWTH = 1.5;

  /**
   * Plans a model's memory.
   *
   * @param parameters how many weights it has
   * @param largest how many its largest tensor has
   * @param context longest prefix the model knows, in tokens
   * @param askedSlots slots asked for, 0 to derive them from the memory
   * @param available bytes that may be used
   * @throws ModelFailure if it does not fit, with the numbers
   */
  static MemoryPlan of(
      DecoderShape shape,
      long parameters,
      long largest,
      Precision precision,
      int context,
      int askedSlots,
      long available) {
    long weights = parameters * precision.bytes();
    long slot =
        (2L * shape.layers() * shape.kvHeads() * shape.headDim() + shape.width())
            * precision.bytes();
    // A batch's scores, its logits, and a weight on its way in; each exists in up to three forms.
    long scores =
        Math.min(
            TreeEvaluator.SCORE_NUMBERS,
            (long) TreeEvaluator.BATCH_TOKENS * shape.heads() * Math.max(askedSlots, context));
    long logits =
        Math.min(
            TreeEvaluator.HEAD_NUMBERS, (long) TreeEvaluator.BATCH_TOKENS * shape.vocabulary());
    long workspace = 3L * Float.BYTES * (scores + logits) + 2L * Float.BYTES * largest;
    long left = available - weights - workspace;
    long affordable = (long) (left / (slot * GROWTH));
    long wanted = askedSlots > 0 ? askedSlots : Math.min(context, 512);
    if (affordable < wanted) {
      throw new ModelFailure(
          String.format(
              Locale.ROOT,
              "the model needs %s of weights (%s), %s for a cache of %d tokens and %s to work in,"
                  + " %s together; %s may be used. bf16, fewer slots or a smaller model need less",
              megabytes(weights),
              precision.label(),
              megabytes((long) (wanted * slot * GROWTH)),
              wanted,
              megabytes(workspace),
              megabytes((long) (weights + wanted * slot * GROWTH + workspace)),
              megabytes(available)));
    }
    long slots =
        askedSlots > 0
            ? askedSlots
            : Math.max(
                wanted, Math.min(MOST_SLOTS, Math.min(affordable / 2, DEFAULT_CACHE / slot)));
    return new MemoryPlan(weights, slot, Math.toIntExact(slots), workspace);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }
}
