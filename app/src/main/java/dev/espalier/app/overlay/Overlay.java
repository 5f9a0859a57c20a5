package dev.espalier.app.overlay;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * A layer over the window's content that shows one card at a time, below a button or in the middle.
 * Escape or a click beside it closes it and gives the focus back.
 */
public final class Overlay extends Pane {

  private static final double MARGIN = 8;

  private @Nullable Node anchor;
  private @Nullable Region card;
  private @Nullable Node focusBefore;

  public Overlay() {
    getStyleClass().add("overlay");
    setPickOnBounds(true);
    setVisible(false);
    addEventHandler(
        MouseEvent.MOUSE_PRESSED,
        event -> {
          if (event.getTarget() == this) {
            hide();
          }
        });
    addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ESCAPE) {
            hide();
            event.consume();
          }
        });
  }

  /** Shows {@code content} on a card below {@code below}; again on the same one closes it. */
  public void toggle(Region content, Node below) {
    if (isVisible() && below.equals(anchor)) {
      hide();
    } else {
      show(content, below);
    }
  }

  /** Shows {@code content} on a card in the middle, over a dimmed window. */
  public void showCentred(Region content) {
    show(content, null);
  }

  private void show(Region content, @Nullable Node below) {
    focusBefore = getScene() == null ? null : getScene().getFocusOwner();
    anchor = below;
    StackPane shown = new StackPane(content);
    shown.getStyleClass().add("overlay-card");
    card = shown;
    getStyleClass().remove("dim");
    if (below == null) {
      getStyleClass().add("dim");
    }
    getChildren().setAll(shown);
    setVisible(true);
    requestLayout();
    Node first = firstFocusable(content);
    if (first == null) {
      requestFocus();
    } else {
      first.requestFocus();
    }
  }

  public void hide() {
    setVisible(false);
    getChildren().clear();
    card = null;
    anchor = null;
    if (focusBefore != null) {
      focusBefore.requestFocus();
    }
  }

  private static @Nullable Node firstFocusable(Node node) {
    if (node.isFocusTraversable() && node.isVisible() && !node.isDisabled()) {
      return node;
    }
    if (node instanceof javafx.scene.Parent parent) {
      for (Node child : parent.getChildrenUnmodifiable()) {
        Node found = firstFocusable(child);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  @Override
  protected void layoutChildren() {
    if (card == null) {
      return;
    }
    double width = Math.min(card.prefWidth(-1), getWidth() - 2 * MARGIN);
    if (anchor == null) {
      double height = Math.min(card.prefHeight(width), getHeight() - 2 * MARGIN);
      card.resizeRelocate(
          snapPositionX((getWidth() - width) / 2),
          snapPositionY(Math.max(MARGIN, (getHeight() - height) * 0.38)),
          width,
          height);
      return;
    }
    Bounds place = sceneToLocal(anchor.localToScene(anchor.getBoundsInLocal()));
    double wanted = card.prefHeight(width);
    double below = getHeight() - place.getMaxY() - 4 - MARGIN;
    double above = place.getMinY() - 4 - MARGIN;
    boolean up = wanted > below && above > below;
    double height = Math.min(wanted, up ? above : below);
    double top = up ? place.getMinY() - 4 - height : place.getMaxY() + 4;
    double left =
        Math.clamp(place.getMinX(), MARGIN, Math.max(MARGIN, getWidth() - width - MARGIN));
    card.resizeRelocate(snapPositionX(left), snapPositionY(top), width, height);
  }
}
