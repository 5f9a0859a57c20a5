package dev.espalier.reward.training;

/**
 * One training sequence and where it is scored.
 *
 * @param ids token ids, from the start token to the last
 * @param positions indices into {@code ids} whose outputs are scored, ascending; one comes once for
 *     each class it may be
 * @param targets the class expected at each position
 * @param weights the factor of each position in the loss, before division by the step's total
 */
@SuppressWarnings("ArrayRecordComponent") // handed to native code as they are, never compared
record Example(int[] ids, int[] positions, int[] targets, float[] weights) {
  Example {
    if (ids.length == 0
        || positions.length != targets.length
        || positions.length != weights.length) {
      throw new IllegalArgumentException(
          "an example needs tokens and as many positions as targets and weights, not "
              + ids.length
              + " tokens, "
              + positions.length
              + ", "
              + targets.length
              + ", "
              + weights.length);
    }
  }

  /**
   * Next-token prediction over the whole sequence.
   *
   * @param promptLength number of leading tokens that count as the prompt
   * @param promptWeight weight of predicting a prompt token; zero leaves them out
   */
  static Example nextTokens(int[] ids, int promptLength, float promptWeight) {
    int first = promptWeight > 0 ? 0 : Math.max(0, promptLength - 1);
    int count = Math.max(0, ids.length - 1 - first);
    var positions = new int[count];
    var targets = new int[count];
    var weights = new float[count];
    for (int i = 0; i < count; i++) {
      positions[i] = first + i;
      targets[i] = ids[first + i + 1];
      weights[i] = first + i + 1 < promptLength ? promptWeight : 1;
    }
    return new Example(ids, positions, targets, weights);
  }
}
