package dev.espalier.search.lm.weights;

/**
 * Computes the numbers of blocks, each from its bytes: a scale (and for some a smallest number) in
 * half precision, and small whole numbers to multiply it with. A block of 256 has a second level:
 * sub-blocks with scales of their own, which are whole numbers too.
 *
 * <p>Every product and sum is of single precision and in the order of the reference, so that the
 * numbers are the same to the bit.
 */
final class Blocks {

  private static final int HALF_BLOCK = 16;
  private static final int SUB_BLOCK = 32;
  private static final int SCALES = 4;
  private static final int K_SCALE_BYTES = 12;

  private Blocks() {}

  /**
   * Computes the numbers of one block.
   *
   * @param from where the block begins
   * @param at where its first number goes
   */
  static void read(NumberFormat format, byte[] bytes, int from, float[] into, int at) {
    switch (format) {
      case F32 ->
          into[at] =
              Float.intBitsToFloat(
                  unsignedShort(bytes, from) | (unsignedShort(bytes, from + 2) << Short.SIZE));
      case F16 -> into[at] = half(bytes, from);
      case BF16 -> into[at] = Float.intBitsToFloat(unsignedShort(bytes, from) << Short.SIZE);
      case Q4_0 -> {
        float scale = half(bytes, from);
        for (int i = 0; i < HALF_BLOCK; i++) {
          into[at + i] = scale * (low(bytes[from + 2 + i]) - 8);
          into[at + HALF_BLOCK + i] = scale * (high(bytes[from + 2 + i]) - 8);
        }
      }
      case Q4_1 -> {
        float scale = half(bytes, from);
        float least = half(bytes, from + 2);
        for (int i = 0; i < HALF_BLOCK; i++) {
          into[at + i] = scale * low(bytes[from + 4 + i]) + least;
          into[at + HALF_BLOCK + i] = scale * high(bytes[from + 4 + i]) + least;
        }
      }
      case Q5_0 -> {
        float scale = half(bytes, from);
        for (int i = 0; i < HALF_BLOCK; i++) {
          into[at + i] = scale * ((low(bytes[from + 6 + i]) | fifthBit(bytes, from + 2, i)) - 16);
          into[at + HALF_BLOCK + i] =
              scale
                  * ((high(bytes[from + 6 + i]) | fifthBit(bytes, from + 2, HALF_BLOCK + i)) - 16);
        }
      }
      case Q5_1 -> {
        float scale = half(bytes, from);
        float least = half(bytes, from + 2);
        for (int i = 0; i < HALF_BLOCK; i++) {
          into[at + i] = scale * (low(bytes[from + 8 + i]) | fifthBit(bytes, from + 4, i)) + least;
          into[at + HALF_BLOCK + i] =
              scale * (high(bytes[from + 8 + i]) | fifthBit(bytes, from + 4, HALF_BLOCK + i))
                  + least;
        }
      }
      case Q8_0 -> {
        float scale = half(bytes, from);
        for (int i = 0; i < 2 * HALF_BLOCK; i++) {
          into[at + i] = scale * bytes[from + 2 + i];
        }
      }
      case Q4_K -> fourBits(bytes, from, into, at);
      case Q5_K -> fiveBits(bytes, from, into, at);
      case Q6_K -> sixBits(bytes, from, into, at);
    }
  }

  /** Two scales, twelve bytes of sub-scales, then four bits a number. */
  private static void fourBits(byte[] bytes, int from, float[] into, int at) {
    for (int sub = 0; sub < 2 * SCALES; sub++) {
      float scale = half(bytes, from) * subScale(bytes, from + 4, sub);
      float least = half(bytes, from + 2) * subLeast(bytes, from + 4, sub);
      int low = from + 4 + K_SCALE_BYTES + sub / 2 * SUB_BLOCK;
      int shift = sub % 2 * 4;
      for (int i = 0; i < SUB_BLOCK; i++) {
        into[at + sub * SUB_BLOCK + i] = scale * low(bytes[low + i] >> shift) - least;
      }
    }
  }

  /** As with four bits, and a fifth bit of each number before them: bit s of byte i in sub s. */
  private static void fiveBits(byte[] bytes, int from, float[] into, int at) {
    int high = from + 4 + K_SCALE_BYTES;
    for (int sub = 0; sub < 2 * SCALES; sub++) {
      float scale = half(bytes, from) * subScale(bytes, from + 4, sub);
      float least = half(bytes, from + 2) * subLeast(bytes, from + 4, sub);
      int low = high + SUB_BLOCK + sub / 2 * SUB_BLOCK;
      int shift = sub % 2 * 4;
      for (int i = 0; i < SUB_BLOCK; i++) {
        int number = low(bytes[low + i] >> shift) | (((bytes[high + i] >> sub) & 1) << 4);
        into[at + sub * SUB_BLOCK + i] = scale * number - least;
      }
    }
  }

  /** Four low bits a number, two high bits, sixteen signed sub-scales, and the scale at the end. */
  private static void sixBits(byte[] bytes, int from, float[] into, int at) {
    int high = from + 128;
    int scales = from + 192;
    float scale = half(bytes, from + 208);
    for (int n = 0; n < 256; n++) {
      int part = n / 128;
      int within = n % 128;
      int low = low(bytes[from + part * 64 + within % 64] >> (within / 64 * 4));
      int two = (bytes[high + part * 32 + within % 32] >> (within / 32 * 2)) & 3;
      into[at + n] = scale * bytes[scales + n / 16] * ((low | (two << 4)) - 32);
    }
  }

  /** The sub-scale of six bits: the first four whole in a byte, the others' in two places. */
  private static int subScale(byte[] bytes, int from, int sub) {
    return sub < SCALES
        ? bytes[from + sub] & 0x3F
        : low(bytes[from + SCALES + sub]) | ((bytes[from + sub - SCALES] & 0xC0) >> 2);
  }

  private static int subLeast(byte[] bytes, int from, int sub) {
    return sub < SCALES
        ? bytes[from + SCALES + sub] & 0x3F
        : high(bytes[from + SCALES + sub]) | ((bytes[from + sub] & 0xC0) >> 2);
  }

  private static int low(int bits) {
    return bits & 0xF;
  }

  private static int high(int bits) {
    return (bits >> 4) & 0xF;
  }

  private static int fifthBit(byte[] bytes, int from, int i) {
    return ((bytes[from + i / Byte.SIZE] >> (i % Byte.SIZE)) & 1) << 4;
  }

  private static float half(byte[] bytes, int from) {
    return Float.float16ToFloat((short) unsignedShort(bytes, from));
  }

  private static int unsignedShort(byte[] bytes, int from) {
    return (bytes[from] & 0xFF) | ((bytes[from + 1] & 0xFF) << Byte.SIZE);
  }
}
