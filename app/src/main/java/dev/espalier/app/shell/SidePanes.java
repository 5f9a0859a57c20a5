package dev.espalier.app.shell;

import javafx.application.Platform;
import javafx.scene.control.SplitPane;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/**
 * Keeps the two panes beside the middle as wide as they were made, and narrows them with the window
 * before the middle has too little room.
 */
final class SidePanes {

  /** The middle gets at least this share of the width. */
  private static final double LEAST_MIDDLE = 0.56;

  private final SplitPane split;
  private boolean arranging = true;
  private double left;
  private double right;

  /**
   * @param split of three panes
   */
  SidePanes(SplitPane split) {
    this.split = split;
    split.widthProperty().addListener(_ -> Platform.runLater(this::arrange));
    split.addEventFilter(MouseEvent.MOUSE_RELEASED, _ -> remember());
  }

  /** Wants the panes this wide, in pixels. */
  void want(double leftWidth, double rightWidth) {
    left = leftWidth;
    right = rightWidth;
    arrange();
  }

  double left() {
    return left;
  }

  double right() {
    return right;
  }

  /** Whether the panes are those whose widths are kept, as they are not while a lesson is open. */
  void arrangeAgain(boolean again) {
    arranging = again;
    arrange();
  }

  /** Takes the widths that a dragged divider left. */
  private void remember() {
    if (!arranging) {
      return;
    }
    double[] narrowed = narrowed();
    double nowLeft = width(0);
    double nowRight = width(2);
    if (Math.abs(nowLeft - narrowed[0]) > 2) {
      left = nowLeft;
    }
    if (Math.abs(nowRight - narrowed[1]) > 2) {
      right = nowRight;
    }
  }

  private double width(int pane) {
    return ((Region) split.getItems().get(pane)).getWidth();
  }

  private double[] narrowed() {
    double most = (1 - LEAST_MIDDLE) * split.getWidth();
    double factor = Math.min(1, most / Math.max(1, left + right));
    return new double[] {left * factor, right * factor};
  }

  private void arrange() {
    double width = split.getWidth();
    if (!arranging || width <= 0 || left <= 0) {
      return;
    }
    double[] sides = narrowed();
    split.setDividerPositions(sides[0] / width, 1 - sides[1] / width);
  }
}
