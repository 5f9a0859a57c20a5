package dev.espalier.app.setup;

import javafx.application.Platform;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.control.TextArea;
import javafx.scene.control.skin.TextAreaSkin;
import javafx.scene.layout.Region;
import javafx.scene.shape.Polyline;
import javafx.scene.shape.Rectangle;

/** A field for code that can underline one place in it. */
final class MarkedTextArea extends Region {

  private static final double WAVE = 3;
  private static final double LEAST_WIDTH = 8;

  private final TextArea area = new TextArea();
  private final Polyline underline = new Polyline();
  private final Rectangle clip = new Rectangle();

  /** Characters that are underlined, −1 for none. */
  private int from = -1;

  private int to = -1;

  MarkedTextArea() {
    getStyleClass().add("marked-text-area");
    area.getStyleClass().add("code");
    underline.getStyleClass().add("squiggle");
    underline.setManaged(false);
    underline.setMouseTransparent(true);
    getChildren().addAll(area, underline);
    setClip(clip);
    area.scrollTopProperty().addListener(_ -> requestLayout());
    area.scrollLeftProperty().addListener(_ -> requestLayout());
    area.skinProperty().addListener(_ -> requestLayout());
  }

  TextArea area() {
    return area;
  }

  /** Underlines the word at a place; line 0 takes the mark away. */
  void mark(int line, int column) {
    String text = area.getText();
    from = -1;
    if (line > 0) {
      int at = 0;
      for (int i = 1; i < line && at >= 0; i++) {
        at = text.indexOf('\n', at) + 1;
      }
      from = Math.min(text.length(), at + Math.max(0, column - 1));
      to = from;
      while (to < text.length() && Character.isLetterOrDigit(text.charAt(to))) {
        to++;
      }
      to = Math.max(to, Math.min(text.length(), from + 1));
    }
    // Where characters lie is known only after the text has been laid out.
    Platform.runLater(this::requestLayout);
  }

  @Override
  protected void layoutChildren() {
    area.resizeRelocate(0, 0, getWidth(), getHeight());
    clip.setWidth(getWidth());
    clip.setHeight(getHeight());
    underline.setVisible(false);
    if (from < 0 || !(area.getSkin() instanceof TextAreaSkin skin)) {
      return;
    }
    area.layout();
    int length = area.getLength();
    Rectangle2D first = skin.getCharacterBounds(Math.min(from, length));
    Rectangle2D last = skin.getCharacterBounds(Math.min(Math.max(from, to - 1), length));
    if (first == null || last == null) {
      return;
    }
    Point2D begin = new Point2D(first.getMinX(), first.getMaxY());
    double end = Math.max(last.getMaxX(), begin.getX() + LEAST_WIDTH);
    underline.getPoints().clear();
    boolean up = false;
    for (double x = begin.getX(); x <= end; x += WAVE / 1.5) {
      underline.getPoints().addAll(x, begin.getY() - (up ? WAVE : 0));
      up = !up;
    }
    underline.setVisible(true);
  }
}
