package dev.espalier.app.look;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/** The colours of everything on screen. */
public enum Theme {
  LIGHT("Light"),
  DARK("Dark"),
  /** Black on white with strong lines. */
  CONTRAST_LIGHT("High Contrast, Light"),
  /** White on black with strong lines. */
  CONTRAST_DARK("High Contrast, Dark");

  private static final PseudoClass DARK_CLASS = PseudoClass.getPseudoClass("dark");
  private static final PseudoClass CONTRAST_CLASS = PseudoClass.getPseudoClass("contrast");
  private static final String[] FONTS = {"Inter-Regular", "Inter-SemiBold"};

  private final String title;

  Theme(String title) {
    this.title = title;
  }

  /** In a menu. */
  public String title() {
    return title;
  }

  public boolean dark() {
    return this == DARK || this == CONTRAST_DARK;
  }

  boolean contrast() {
    return this == CONTRAST_LIGHT || this == CONTRAST_DARK;
  }

  /** Looks like this from now on, in every window. */
  public void apply(Scene scene, TypeSize type) {
    loadFonts();
    String base =
        dark()
            ? new PrimerDark().getUserAgentStylesheet()
            : new PrimerLight().getUserAgentStylesheet();
    // Menus and tooltips are windows of their own, so their colours must be in the base theme.
    Application.setUserAgentStylesheet(
        contrast()
            ? StyleSheets.joined(base, "/dev/espalier/app/look/" + palette() + ".css")
            : base);
    scene.getStylesheets().setAll(StyleSheets.scaled("/dev/espalier/app/shell/app.css", type));
    scene.getRoot().pseudoClassStateChanged(DARK_CLASS, dark());
    scene.getRoot().pseudoClassStateChanged(CONTRAST_CLASS, contrast());
  }

  private String palette() {
    return dark() ? "contrast-dark" : "contrast-light";
  }

  /** The next of all themes, after the last the first. */
  public Theme next() {
    List<Theme> all = List.of(values());
    return all.get((all.indexOf(this) + 1) % all.size());
  }

  private static void loadFonts() {
    for (String font : FONTS) {
      String resource = "/dev/espalier/app/fonts/" + font + ".ttf";
      try (InputStream stream = Theme.class.getResourceAsStream(resource)) {
        Font.loadFont(Objects.requireNonNull(stream, resource), 13);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
