package dev.espalier.app.look;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** Style sheets made from others, as addresses that hold their text. */
final class StyleSheets {

  /** Declarations of sizes that grow with type; lines and corners do not. */
  private static final Pattern GROWING =
      Pattern.compile(
          "-fx-(font-size|icon-size|fixed-cell-size|graphic-text-gap|line-spacing|spacing|padding"
              + "|[hv]gap|(min|pref|max)-(width|height))\\s*:[^;]*;");

  private static final Pattern PIXELS = Pattern.compile("(\\d+(?:\\.\\d+)?)px");

  private StyleSheets() {}

  /** A sheet with its type, and what has to hold it, at another size. */
  static String scaled(String resource, TypeSize type) {
    if (type == TypeSize.NORMAL) {
      return Objects.requireNonNull(StyleSheets.class.getResource(resource), resource)
          .toExternalForm();
    }
    return address(scale(text(resource), type.scale()));
  }

  static String scale(String sheet, double by) {
    return GROWING
        .matcher(sheet)
        .replaceAll(declaration ->
            PIXELS
                .matcher(declaration.group())
                .replaceAll(size ->
                    String.format(Locale.ROOT, "%.2fpx", by * Double.parseDouble(size.group(1)))));
  }

  /** One sheet after another, so that where they differ the second holds. */
  static String joined(String first, String second) {
    // What is compiled ends in .bss and lies beside the text it was made of.
    return address(text(first.replaceFirst("\\.bss$", ".css")) + "\n" + text(second));
  }

  private static String text(String resource) {
    try (InputStream stream = StyleSheets.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(stream, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String address(String text) {
    return "data:text/css;charset=UTF-8;base64,"
        + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
