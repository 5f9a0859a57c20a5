package dev.espalier.app.desktop;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Draws the program's icon, a tree trained along a frame with one fruit, and writes it in the form
 * of each operating system: {@code IconFiles FOLDER WINDOW_ICON}.
 */
final class IconFiles {

  private static final int SIZE = 256;
  private static final double[] TIERS = {72, 52, 33};
  private static final Color BRANCH = Color.WHITE;
  private static final Color FRUIT = new Color(0xE69F00);

  private IconFiles() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    byte[] png = png(draw(SIZE));
    Files.write(folder.resolve("espalier.png"), png);
    Files.write(folder.resolve("espalier.ico"), ico(png));
    Files.write(folder.resolve("espalier.icns"), icns(png));
    Files.write(Path.of(args[1]), png);
  }

  private static BufferedImage draw(int size) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.scale(size / 100.0, size / 100.0);
    g.setPaint(new GradientPaint(0, 0, new Color(0x0A84C6), 0, 100, new Color(0x00527F)));
    g.fill(new RoundRectangle2D.Double(4, 4, 92, 92, 22, 22));
    g.setStroke(new BasicStroke(5, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.setColor(BRANCH);
    g.draw(new Line2D.Double(50, 86, 50, 20));
    for (int tier = 0; tier < TIERS.length; tier++) {
      arms(g, TIERS[tier], 33 - 6 * tier);
    }
    for (int tier = 0; tier < TIERS.length; tier++) {
      double reach = 33 - 6 * tier;
      tip(g, 50 - reach, TIERS[tier] - 9, 5.5);
      tip(g, 50 + reach, TIERS[tier] - 9, 5.5);
    }
    tip(g, 50, 18, 5.5);
    g.setColor(FRUIT);
    tip(g, 50 + 33 - 6, TIERS[1] - 9, 8);
    g.dispose();
    return image;
  }

  /** A pair of arms that leave the trunk, run along the frame and turn up at their ends. */
  private static void arms(Graphics2D g, double height, double reach) {
    for (int side = -1; side <= 1; side += 2) {
      Path2D arm = new Path2D.Double();
      arm.moveTo(50, height + 6);
      arm.quadTo(50 + side * 4, height, 50 + side * 10, height);
      arm.lineTo(50 + side * (reach - 5), height);
      arm.quadTo(50 + side * reach, height, 50 + side * reach, height - 8);
      g.draw(arm);
    }
  }

  private static void tip(Graphics2D g, double x, double y, double radius) {
    g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  /** A Windows icon of one picture; 256 pixels are written as 0. */
  private static byte[] ico(byte[] png) {
    ByteBuffer bytes = ByteBuffer.allocate(22 + png.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort((short) 0).putShort((short) 1).putShort((short) 1);
    bytes.put((byte) 0).put((byte) 0).put((byte) 0).put((byte) 0);
    bytes.putShort((short) 1).putShort((short) 32).putInt(png.length).putInt(22).put(png);
    return bytes.array();
  }

  /** A macOS icon of one picture of 256 pixels, whose type is {@code ic08}. */
  private static byte[] icns(byte[] png) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + png.length);
    bytes.put("icns".getBytes(StandardCharsets.US_ASCII)).putInt(16 + png.length);
    bytes.put("ic08".getBytes(StandardCharsets.US_ASCII)).putInt(8 + png.length).put(png);
    return bytes.array();
  }
}
