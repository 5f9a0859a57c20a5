package dev.espalier.app.tree.layout;

/** Sizes of boxes in world units; at scale 1 a unit is a pixel. */
public final class Boxes {

  public static final double FONT_SIZE = 12;
  public static final double LINE_HEIGHT = 17;
  public static final double PADDING = 10;

  /** Height of the line below the text that holds status and score. */
  public static final double FOOTER = 23;

  /** Width of the text of a step; all steps are equally wide, so that depths form columns. */
  public static final double STEP_TEXT = 216;

  public static final double PROMPT_TEXT = 236;
  static final double LONGEST_TOKEN_TEXT = 200;
  static final double LEAST_TEXT = 84;
  static final int STEP_LINES = 3;
  static final int PROMPT_LINES = 7;

  /** Distance of a child from its parent, taken by the edge. */
  public static final double EDGE = 56;

  /** The same between single tokens, of which there are many in a row. */
  public static final double TOKEN_EDGE = 28;

  static final double GAP = 12;

  /** The sign beside a box of what is folded away below it. */
  public static final double STUB_WIDTH = 112;

  public static final double STUB_HEIGHT = 24;
  public static final double STUB_GAP = 14;

  private Boxes() {}
}
