package dev.espalier.app.setup;

import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.TextArea;
import javafx.scene.control.skin.TextAreaSkin;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Polyline;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * A field for text that can underline one place in it, and colours its parts. A text area has one
 * colour; so its own letters are made transparent, and coloured ones are laid exactly over those
 * that are in sight.
 */
final class MarkedTextArea extends Region {

  private static final double WAVE = 3;
  private static final double LEAST_WIDTH = 8;

  private final TextArea area = new TextArea();
  private final Pane letters = new Pane();
  private final Polyline underline = new Polyline();
  private final Rectangle clip = new Rectangle();
  private Syntax syntax = Syntax.NONE;

  /** Characters that are underlined, −1 for none. */
  private int from = -1;

  private int to = -1;

  MarkedTextArea() {
    getStyleClass().add("marked-text-area");
    area.getStyleClass().add("letterless");
    letters.setManaged(false);
    letters.setMouseTransparent(true);
    underline.getStyleClass().add("squiggle");
    underline.setManaged(false);
    underline.setMouseTransparent(true);
    getChildren().addAll(area, letters, underline);
    setClip(clip);
    area.scrollTopProperty().addListener(_ -> requestLayout());
    area.scrollLeftProperty().addListener(_ -> requestLayout());
    area.skinProperty().addListener(_ -> requestLayout());
    area.fontProperty().addListener(_ -> requestLayout());
    area.textProperty().addListener(_ -> layoutSoon());
  }

  TextArea area() {
    return area;
  }

  /** Colours the text as one of this language. */
  void colour(Syntax language) {
    syntax = language;
    requestLayout();
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
    layoutSoon();
  }

  /** Where characters lie is known only after the text has been laid out. */
  private void layoutSoon() {
    Platform.runLater(this::requestLayout);
  }

  @Override
  protected void layoutChildren() {
    area.resizeRelocate(0, 0, getWidth(), getHeight());
    clip.setWidth(getWidth());
    clip.setHeight(getHeight());
    underline.setVisible(false);
    letters.getChildren().clear();
    if (!(area.getSkin() instanceof TextAreaSkin skin)) {
      return;
    }
    area.layout();
    clipLetters();
    layLetters(skin);
    layUnderline(skin);
  }

  /** Letters stay off the scroll bars, as the area's own do. */
  private void clipLetters() {
    Node viewport = area.lookup(".viewport");
    Bounds inner =
        viewport == null
            ? area.getBoundsInLocal()
            : sceneToLocal(viewport.localToScene(viewport.getLayoutBounds()));
    letters.setClip(
        inner == null
            ? null
            : new Rectangle(inner.getMinX(), inner.getMinY(), inner.getWidth(), inner.getHeight()));
  }

  private void layLetters(TextAreaSkin skin) {
    String text = area.getText();
    if (text == null) {
      return;
    }
    for (Syntax.Span span : syntax.spans(text)) {
      int begin = span.from();
      while (begin < span.to()) {
        Rectangle2D at = bounds(skin, begin);
        if (at == null) {
          break;
        }
        if (at.getMinY() > getHeight()) {
          return;
        }
        int end = area.isWrapText() ? endOfRow(skin, at, begin, span.to()) : span.to();
        if (at.getMaxY() >= 0) {
          lay(text.substring(begin, end), span.ink(), at);
        }
        begin = end;
      }
    }
  }

  /**
   * Where the row that a character stands in ends, or the part does if that comes first.
   *
   * @param at bounds of the character
   */
  private static int endOfRow(TextAreaSkin skin, Rectangle2D at, int begin, int end) {
    int low = begin + 1;
    int high = end;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      Rectangle2D last = bounds(skin, middle - 1);
      if (last == null || last.getMinY() <= at.getMinY()) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private void lay(String words, Syntax.Ink ink, Rectangle2D at) {
    Text piece = new Text(words);
    piece.getStyleClass().addAll("syntax", ink.style());
    piece.setFont(area.getFont());
    piece.setTextOrigin(VPos.TOP);
    piece.setX(at.getMinX());
    piece.setY(at.getMinY());
    letters.getChildren().add(piece);
  }

  private static @Nullable Rectangle2D bounds(TextAreaSkin skin, int index) {
    return skin.getCharacterBounds(index);
  }

  private void layUnderline(TextAreaSkin skin) {
    if (from < 0) {
      return;
    }
    int length = area.getLength();
    Rectangle2D first = bounds(skin, Math.min(from, length));
    Rectangle2D last = bounds(skin, Math.min(Math.max(from, to - 1), length));
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
