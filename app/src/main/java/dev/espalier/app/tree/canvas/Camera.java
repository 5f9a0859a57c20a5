package dev.espalier.app.tree.canvas;

/**
 * What part of the world is looked at.
 *
 * @param x world coordinate of the view's left edge
 * @param y world coordinate of its upper edge
 * @param scale pixels a world unit
 */
record Camera(double x, double y, double scale) {

  static final double LARGEST = 3;

  Camera {
    if (!(scale > 0 && scale <= LARGEST)) {
      throw new IllegalArgumentException(
          "the scale is " + scale + "; it must be above 0 and at most " + LARGEST);
    }
  }

  double viewX(double worldX) {
    return (worldX - x) * scale;
  }

  double viewY(double worldY) {
    return (worldY - y) * scale;
  }

  double worldX(double viewX) {
    return x + viewX / scale;
  }

  double worldY(double viewY) {
    return y + viewY / scale;
  }

  Camera panned(double viewDx, double viewDy) {
    return new Camera(x - viewDx / scale, y - viewDy / scale, scale);
  }

  /** The same with another scale, the world staying where it is under a point of the view. */
  Camera zoomed(double newScale, double viewX, double viewY) {
    return new Camera(worldX(viewX) - viewX / newScale, worldY(viewY) - viewY / newScale, newScale);
  }

  /** Between two cameras; zooming is even in the logarithm. */
  Camera towards(Camera other, double share) {
    return new Camera(
        x + (other.x - x) * share,
        y + (other.y - y) * share,
        Math.min(LARGEST, scale * Math.pow(other.scale / scale, share)));
  }
}
