package dev.espalier.search.lm.transformer;

/**
 * The letters by which byte-level vocabularies write bytes: visible ones stand for themselves, the
 * others are moved behind U+0100 in order (Radford et al., GPT-2, 2019).
 */
final class ByteLetters {

  private static final int[] BYTE_OF = new int[0x200];

  static {
    java.util.Arrays.fill(BYTE_OF, -1);
    int hidden = 0;
    for (int b = 0; b < 256; b++) {
      boolean visible = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      BYTE_OF[visible ? b : 0x100 + hidden++] = b;
    }
  }

  private ByteLetters() {}

  /** The byte a letter stands for, or −1 if it is none of them. */
  static int byteOf(int letter) {
    return letter < BYTE_OF.length ? BYTE_OF[letter] : -1;
  }
}
