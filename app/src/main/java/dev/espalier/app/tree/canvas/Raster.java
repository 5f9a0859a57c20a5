package dev.espalier.app.tree.canvas;

import java.nio.IntBuffer;
import java.util.Arrays;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;

/** Pixels in which the weightier of two colours for the same place wins. */
final class Raster {

  private final int width;
  private final int height;
  private final int[] pixels;
  private final byte[] weights;
  private final PixelBuffer<IntBuffer> buffer;
  private final WritableImage image;

  Raster(int width, int height) {
    this.width = Math.max(1, width);
    this.height = Math.max(1, height);
    pixels = new int[this.width * this.height];
    weights = new byte[pixels.length];
    buffer =
        new PixelBuffer<>(
            this.width, this.height, IntBuffer.wrap(pixels), PixelFormat.getIntArgbPreInstance());
    image = new WritableImage(buffer);
  }

  boolean isOfSize(int w, int h) {
    return width == w && height == h;
  }

  void clear(Color color) {
    Arrays.fill(pixels, argb(color));
    Arrays.fill(weights, (byte) 0);
  }

  /** Fills a rectangle, at least one pixel in each direction. */
  void fill(double x1, double y1, double x2, double y2, int color, int weight) {
    int left = (int) Math.floor(Math.max(x1, -1));
    int top = (int) Math.floor(Math.max(y1, -1));
    int right = (int) Math.max(left + 1, Math.floor(Math.min(x2, width)));
    int bottom = (int) Math.max(top + 1, Math.floor(Math.min(y2, height)));
    for (int y = Math.max(0, top); y < Math.min(height, bottom); y++) {
      int row = y * width;
      for (int x = Math.max(0, left); x < Math.min(width, right); x++) {
        if (weights[row + x] <= weight) {
          weights[row + x] = (byte) weight;
          pixels[row + x] = color;
        }
      }
    }
  }

  void drawTo(GraphicsContext g, double x, double y) {
    buffer.updateBuffer(_ -> null);
    g.drawImage(image, x, y);
  }

  static int argb(Color color) {
    return 0xFF000000
        | (int) Math.round(color.getRed() * 255) << 16
        | (int) Math.round(color.getGreen() * 255) << 8
        | (int) Math.round(color.getBlue() * 255);
  }
}
