package dev.espalier.reward.training;

/**
 * A rectangle of token ids, padded on the right, and the positions in it that are scored.
 *
 * @param ids token ids, {@code rows × columns}, row by row
 * @param positions indices into {@code ids} whose outputs are read; one may come more than once,
 *     with a target and a weight of its own
 * @param targets the class expected at each position: the next token, or a step's label
 * @param weights the factor of each position's cross entropy in the loss
 */
@SuppressWarnings("ArrayRecordComponent") // handed to native code as they are, never compared
record Block(int rows, int columns, int[] ids, int[] positions, int[] targets, float[] weights) {
  Block {
    if (ids.length != rows * columns) {
      throw new IllegalArgumentException(
          "a block of " + rows + " × " + columns + " cannot hold " + ids.length + " ids");
    }
    if (positions.length != targets.length || positions.length != weights.length) {
      throw new IllegalArgumentException(
          "positions, targets and weights differ in number: "
              + positions.length
              + ", "
              + targets.length
              + ", "
              + weights.length);
    }
  }
}
