package dev.espalier.app.export;

import dev.espalier.app.tree.layout.Boxes;

/**
 * Widths of letters without a font at hand, in the size of a box's text. A little generous, so that
 * a viewer's own font fits.
 */
final class LetterWidths {

  private LetterWidths() {}

  static double width(int codePoint) {
    return Boxes.FONT_SIZE * em(codePoint);
  }

  private static double em(int c) {
    if ("il.,:;'|!jI".indexOf(c) >= 0) {
      return 0.29;
    }
    if (c == ' ' || "tfr()[]{}-\"/".indexOf(c) >= 0) {
      return 0.38;
    }
    if (c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '…' || c == '@' || c == '%') {
      return 0.9;
    }
    if (Character.isUpperCase(c)) {
      return 0.7;
    }
    return c < 0x2000 ? 0.6 : Character.isIdeographic(c) ? 1.0 : 0.7;
  }
}
