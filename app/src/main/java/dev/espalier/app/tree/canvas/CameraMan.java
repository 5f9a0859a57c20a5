package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.layout.TreeScene;
import javafx.animation.AnimationTimer;
import org.jspecify.annotations.Nullable;

/** Decides what part of the tree is looked at, and glides there. */
final class CameraMan {

  /** A readable size to come to when nothing else says how large. */
  private static final double READABLE = 0.9;

  /** Whole trees are shown whole down to this scale: words can still be read. */
  private static final double LEAST_HOME = 0.42;

  /** A whole tree stays whole down to this scale when its window is made smaller. */
  private static final double LEAST_NARROWED = 0.3;

  private static final double MARGIN = 36;
  private static final long GLIDE_NANOS = 160_000_000;

  private final TreeCanvas canvas;
  private Camera camera = new Camera(0, 0, 1);
  private @Nullable Glide glide;
  private boolean animated = true;
  private boolean fitted;

  /** Whether the tree is still seen as it was at first. */
  private boolean untouched;

  /** Whether the whole tree is shown only as long as it can be read. */
  private boolean readably;

  private final AnimationTimer timer =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          glideOn(now);
        }
      };

  private record Glide(Camera from, Camera to, long begin) {}

  CameraMan(TreeCanvas canvas) {
    this.canvas = canvas;
  }

  void setAnimated(boolean animated) {
    this.animated = animated;
    if (!animated && glide != null) {
      jump(glide.to());
    }
  }

  Camera camera() {
    return camera;
  }

  /** Where the view is or is gliding to. */
  private Camera aim() {
    return glide == null ? camera : glide.to();
  }

  private void jump(Camera to) {
    glide = null;
    timer.stop();
    camera = to;
    canvas.repaint();
  }

  private void go(Camera to) {
    if (!animated || canvas.getScene() == null || canvas.getScene().getWindow() == null) {
      jump(to);
      return;
    }
    glide = new Glide(camera, to, -1);
    timer.start();
  }

  private void glideOn(long now) {
    Glide going = glide;
    if (going == null) {
      timer.stop();
      return;
    }
    if (going.begin() < 0) {
      glide = new Glide(going.from(), going.to(), now);
      return;
    }
    double share = (now - going.begin()) / (double) GLIDE_NANOS;
    if (share >= 1) {
      jump(going.to());
    } else {
      double eased = 1 - Math.pow(1 - share, 3);
      camera = going.from().towards(going.to(), eased);
      canvas.repaint();
    }
  }

  void forget() {
    moved();
    glide = null;
    timer.stop();
  }

  /** Where a tree is first seen: whole if it can be read so, else around {@code box}. */
  void home(int box) {
    untouched = true;
    Camera whole = whole();
    fitted = whole.scale() >= LEAST_HOME;
    readably = true;
    if (fitted) {
      jump(whole);
    } else {
      TreeScene scene = canvas.scene();
      double scale = READABLE;
      // The way into a tree is from its left; the column before the box tells what it follows.
      double left =
          Math.max(
              -MARGIN / scale,
              scene.x(box) + scene.width(box) + MARGIN / scale - canvas.getWidth() / scale);
      jump(new Camera(left, scene.middleY(box) - canvas.getHeight() / 2 / scale, scale));
    }
  }

  void fit() {
    if (canvas.scene().isEmpty()) {
      return;
    }
    fitted = true;
    untouched = false;
    readably = false;
    go(whole());
  }

  private double fitScale() {
    TreeScene scene = canvas.scene();
    double scale =
        Math.min(
            (canvas.getWidth() - 2 * MARGIN) / Math.max(1, scene.totalWidth()),
            (canvas.getHeight() - 2 * MARGIN) / Math.max(1, scene.totalHeight()));
    return Math.clamp(scale, 1e-6, 1);
  }

  private Camera whole() {
    TreeScene scene = canvas.scene();
    double scale = fitScale();
    return new Camera(
        scene.totalWidth() / 2 - canvas.getWidth() / 2 / scale,
        scene.totalHeight() / 2 - canvas.getHeight() / 2 / scale,
        scale);
  }

  /** The view is from now on where the user wants it. */
  private void moved() {
    fitted = false;
    untouched = false;
  }

  /** A window of another size shows the same: the whole tree, its beginning, or what it showed. */
  void resized(int box) {
    if (untouched && !(fitted && whole().scale() >= LEAST_NARROWED)) {
      home(box);
    } else if (fitted) {
      jump(whole());
    }
  }

  void pan(double viewDx, double viewDy) {
    moved();
    jump(aim().panned(viewDx, viewDy));
  }

  /** Zooms around a point of the view. */
  void zoom(double factor, double viewX, double viewY) {
    moved();
    double least = Math.min(0.05, fitScale() / 2);
    double scale = Math.clamp(camera.scale() * factor, least, Camera.LARGEST);
    jump(camera.zoomed(scale, viewX, viewY));
  }

  /** Puts a point of the world in the middle of the view. */
  void lookAt(double worldX, double worldY) {
    moved();
    jump(
        new Camera(
            worldX - canvas.getWidth() / 2 / camera.scale(),
            worldY - canvas.getHeight() / 2 / camera.scale(),
            camera.scale()));
  }

  void centre(int box) {
    moved();
    TreeScene scene = canvas.scene();
    double scale = Math.max(READABLE, aim().scale());
    go(
        new Camera(
            scene.x(box) + scene.width(box) / 2 - canvas.getWidth() / 2 / scale,
            scene.middleY(box) - canvas.getHeight() / 2 / scale,
            scale));
  }

  void reveal(int box) {
    moved();
    keepInView(box);
  }

  /** Moves no more than it takes to show the box with some room around it. */
  void keepInView(int box) {
    if (fitted) {
      return;
    }
    TreeScene scene = canvas.scene();
    Camera aim = aim();
    double roomX = Math.min(MARGIN, canvas.getWidth() / 8);
    double roomY = Math.min(MARGIN, canvas.getHeight() / 8);
    double dx =
        nudge(
            aim.viewX(scene.x(box)),
            scene.width(box) * aim.scale(),
            roomX,
            canvas.getWidth() - roomX);
    double dy =
        nudge(
            aim.viewY(scene.y(box)),
            scene.height(box) * aim.scale(),
            roomY,
            canvas.getHeight() - roomY);
    if (dx != 0 || dy != 0) {
      untouched = false;
      go(aim.panned(dx, dy));
    }
  }

  private static double nudge(double begin, double size, double least, double most) {
    if (begin < least) {
      return least - begin;
    }
    // What does not fit shows its beginning.
    return begin + size > most ? Math.max(most - size, least) - begin : 0;
  }

  /** A larger tree in place of a smaller one: what is looked at stays where it is on screen. */
  void regrown(TreeScene before, TreeScene after, int node) {
    if (fitted && readably && whole().scale() < LEAST_HOME) {
      home(node >= 0 && node < after.nodes() ? after.boxOf(node) : 0);
      return;
    }
    if (fitted) {
      go(whole());
      return;
    }
    int anchor = node >= 0 && node < before.nodes() ? node : 0;
    int was = before.boxOf(anchor);
    int is = after.boxOf(anchor);
    double dx = after.x(is) - before.x(was);
    double dy = after.middleY(is) - before.middleY(was);
    if (dx == 0 && dy == 0) {
      return;
    }
    camera = shifted(camera, dx, dy);
    if (glide != null) {
      glide = new Glide(shifted(glide.from(), dx, dy), shifted(glide.to(), dx, dy), glide.begin());
    }
  }

  private static Camera shifted(Camera camera, double dx, double dy) {
    return new Camera(camera.x() + dx, camera.y() + dy, camera.scale());
  }
}
