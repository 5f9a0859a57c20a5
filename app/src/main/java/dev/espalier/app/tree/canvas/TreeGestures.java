package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.TextTree;
import dev.espalier.app.tree.layout.TreeScene;
import javafx.scene.Cursor;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

/** What the mouse does to the tree, and how it is walked. */
final class TreeGestures {

  /** A press that moves less is a click. */
  private static final double CLICK = 4;

  private final TreeCanvas canvas;
  private final Subject model;
  private double pressedX;
  private double pressedY;
  private double lastX;
  private double lastY;
  private boolean dragging;

  TreeGestures(TreeCanvas canvas) {
    this.canvas = canvas;
    model = canvas.subject();
  }

  void install() {
    canvas.setOnMousePressed(this::pressed);
    canvas.setOnMouseDragged(this::dragged);
    canvas.setOnMouseReleased(this::released);
    canvas.setOnMouseMoved(this::moved);
    canvas.setOnMouseExited(_ -> model.hoveredProperty().set(-1));
    canvas.setOnScroll(this::scrolled);
    canvas.setOnZoom(e -> {
      canvas.cameraMan().zoom(e.getZoomFactor(), e.getX(), e.getY());
      e.consume();
    });
  }

  /** Keys of a tree that stands beside the window's own, for which no command speaks. */
  void installKeys() {
    canvas.setOnKeyPressed(e -> {
      if (!e.isControlDown() && !e.isAltDown() && !e.isMetaDown() && typed(e.getCode())) {
        e.consume();
      }
    });
  }

  private boolean typed(KeyCode key) {
    switch (key) {
      case LEFT -> walk(Way.PARENT);
      case RIGHT -> walk(Way.CHILD);
      case UP -> walk(Way.SIBLING_BEFORE);
      case DOWN -> walk(Way.SIBLING_AFTER);
      case DIGIT0, NUMPAD0 -> canvas.fit();
      case PLUS, ADD, EQUALS -> canvas.zoom(1.25);
      case MINUS, SUBTRACT -> canvas.zoom(0.8);
      case ENTER -> canvas.centre(model.selected());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void pressed(MouseEvent e) {
    canvas.requestFocus();
    pressedX = lastX = e.getX();
    pressedY = lastY = e.getY();
    dragging = false;
    e.consume();
  }

  private void dragged(MouseEvent e) {
    if (!dragging && Math.hypot(e.getX() - pressedX, e.getY() - pressedY) < CLICK) {
      return;
    }
    dragging = true;
    canvas.setCursor(Cursor.CLOSED_HAND);
    canvas.cameraMan().pan(e.getX() - lastX, e.getY() - lastY);
    lastX = e.getX();
    lastY = e.getY();
    e.consume();
  }

  private void released(MouseEvent e) {
    canvas.setCursor(Cursor.DEFAULT);
    if (!dragging && e.getButton() == MouseButton.PRIMARY) {
      clicked(e);
    }
    dragging = false;
    e.consume();
  }

  private void clicked(MouseEvent e) {
    int stub = stubAt(e);
    if (stub >= 0) {
      model.unfold(canvas.scene().lastNode(stub));
      return;
    }
    int box = boxAt(e);
    if (box < 0) {
      if (e.getClickCount() == 1) {
        model.select(-1);
      }
      return;
    }
    int node = canvas.scene().lastBornAt(model.tree(), box, model.cursor());
    if (node < 0) {
      if (e.getClickCount() == 2) {
        model.seek(model.tree().birth(canvas.scene().firstNode(box)));
      }
      return;
    }
    model.select(node);
    if (e.getClickCount() == 2) {
      canvas.centre(node);
    }
  }

  private void moved(MouseEvent e) {
    int stub = stubAt(e);
    int box = stub >= 0 ? stub : boxAt(e);
    int node = box < 0 ? -1 : canvas.scene().lastBornAt(model.tree(), box, model.cursor());
    model.hoveredProperty().set(node);
    canvas.setCursor(box < 0 ? Cursor.DEFAULT : Cursor.HAND);
  }

  private int stubAt(MouseEvent e) {
    Camera camera = canvas.cameraMan().camera();
    TreeScene scene = canvas.scene();
    return scene.isEmpty() ? -1 : scene.stubAt(camera.worldX(e.getX()), camera.worldY(e.getY()));
  }

  private int boxAt(MouseEvent e) {
    TreeScene scene = canvas.scene();
    if (scene.isEmpty()) {
      return -1;
    }
    Camera camera = canvas.cameraMan().camera();
    return scene.boxAt(camera.worldX(e.getX()), camera.worldY(e.getY()));
  }

  private void scrolled(ScrollEvent e) {
    if (e.isShiftDown()) {
      // Systems disagree on whether Shift turns the wheel's axis.
      canvas.cameraMan().pan(e.getDeltaX() + e.getDeltaY(), 0);
    } else if (e.getDeltaY() != 0) {
      canvas.cameraMan().zoom(Math.pow(1.0035, e.getDeltaY()), e.getX(), e.getY());
    }
    e.consume();
  }

  /** Chooses the node that lies this way from the one chosen, or that one if none is. */
  void walk(Way way) {
    TreeScene scene = canvas.scene();
    if (scene.isEmpty()) {
      return;
    }
    int from = model.selected() >= 0 ? model.selected() : model.current();
    if (from < 0 || from >= scene.nodes() || model.selected() < 0) {
      choose(from < 0 ? 0 : from);
      return;
    }
    int box = scene.boxOf(from);
    int to =
        switch (way) {
          case PARENT -> scene.parent(box);
          case CHILD -> born(box, 0, 1);
          case SIBLING_BEFORE -> sibling(box, -1);
          case SIBLING_AFTER -> sibling(box, 1);
        };
    if (to >= 0) {
      choose(scene.lastBornAt(model.tree(), to, model.cursor()));
    }
  }

  private int sibling(int box, int direction) {
    TreeScene scene = canvas.scene();
    int parent = scene.parent(box);
    if (parent < 0) {
      return -1;
    }
    for (int i = 0; i < scene.childCount(parent); i++) {
      if (scene.child(parent, i) == box) {
        return born(parent, i + direction, direction);
      }
    }
    return -1;
  }

  /** The first child from {@code index} on in a direction that is there by now, or −1. */
  private int born(int parent, int index, int direction) {
    TreeScene scene = canvas.scene();
    TextTree tree = model.tree();
    for (int i = index; i >= 0 && i < scene.childCount(parent); i += direction) {
      if (tree.bornAt(scene.firstNode(scene.child(parent, i)), model.cursor())) {
        return scene.child(parent, i);
      }
    }
    return -1;
  }

  private void choose(int node) {
    model.select(node);
    if (node >= 0) {
      canvas.reveal(node);
    }
  }
}
