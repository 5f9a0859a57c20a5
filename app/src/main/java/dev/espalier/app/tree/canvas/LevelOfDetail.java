package dev.espalier.app.tree.canvas;

/** How much of a box is drawn, by how large it is on screen. */
enum LevelOfDetail {
  /** Box, text, status and numbers. */
  TEXT,
  /** Box, status and one number. */
  SCORE,
  /** A coloured box. */
  BOX,
  /** Pixels; where boxes fall together the most telling one shows. */
  TILE;

  static LevelOfDetail at(double scale) {
    return scale >= 0.6 ? TEXT : scale >= 0.28 ? SCORE : scale >= 0.12 ? BOX : TILE;
  }
}
