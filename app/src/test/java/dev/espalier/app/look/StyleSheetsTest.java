package dev.espalier.app.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StyleSheetsTest {

  @Test
  void typeAndWhatHoldsItGrowsAndLinesDoNot() {
    String sheet =
        """
        .a {
          -fx-font-size: 12px;
          -fx-padding: 6px 12px 10px 12px;
          -fx-border-width: 0 0 2px 0;
          -fx-min-height: 29px;
          -fx-background-radius: 8px;
        }
        """;
    assertThat(StyleSheets.scale(sheet, 1.5))
        .contains("-fx-font-size: 18.00px;")
        .contains("-fx-padding: 9.00px 18.00px 15.00px 18.00px;")
        .contains("-fx-border-width: 0 0 2px 0;")
        .contains("-fx-min-height: 43.50px;")
        .contains("-fx-background-radius: 8px;");
  }

  @Test
  void stepsOfTypeEndAtBothEnds() {
    assertThat(TypeSize.NORMAL.smaller()).isEqualTo(TypeSize.NORMAL);
    assertThat(TypeSize.NORMAL.larger()).isEqualTo(TypeSize.LARGE);
    assertThat(TypeSize.PROJECTED.larger()).isEqualTo(TypeSize.PROJECTED);
    assertThat(TypeSize.LARGER.title()).isEqualTo("130 %");
  }

  @Test
  void themesFollowEachOtherInACircle() {
    Theme theme = Theme.LIGHT;
    for (int i = 0; i < Theme.values().length; i++) {
      theme = theme.next();
    }
    assertThat(theme).isEqualTo(Theme.LIGHT);
  }

  private static Color color(String sheet, String name) {
    Matcher found = Pattern.compile("-color-" + name + ": (#\\w+);").matcher(sheet);
    assertThat(found.find()).as(name).isTrue();
    return Color.web(found.group(1));
  }

  /** As the guidelines for accessible content measure it. */
  private static double contrast(Color one, Color other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(Color color) {
    return 0.2126 * linear(color.getRed())
        + 0.7152 * linear(color.getGreen())
        + 0.0722 * linear(color.getBlue());
  }

  private static double linear(double channel) {
    return channel <= 0.03928 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"contrast-light", "contrast-dark"})
  void highContrastKeepsItsPromiseOfSevenToOne(String palette) throws IOException {
    String resource = "/dev/espalier/app/look/" + palette + ".css";
    String sheet;
    try (InputStream stream = StyleSheetsTest.class.getResourceAsStream(resource)) {
      sheet = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    }
    Color ground = color(sheet, "bg-default");
    for (String ink :
        new String[] {
          "fg-default",
          "fg-muted",
          "fg-subtle",
          "border-default",
          "border-muted",
          "accent-fg",
          "warning-fg",
          "success-fg",
          "danger-fg",
          "accent-emphasis",
          "danger-emphasis"
        }) {
      assertThat(contrast(color(sheet, ink), ground)).as(ink).isGreaterThanOrEqualTo(7);
    }
    for (String state : new String[] {"accent", "warning", "success", "danger"}) {
      assertThat(contrast(color(sheet, "fg-default"), color(sheet, state + "-subtle")))
          .as(state)
          .isGreaterThanOrEqualTo(7);
      assertThat(contrast(color(sheet, "fg-emphasis"), color(sheet, state + "-emphasis")))
          .as(state)
          .isGreaterThanOrEqualTo(7);
    }
  }
}
