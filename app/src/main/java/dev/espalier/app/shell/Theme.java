package dev.espalier.app.shell;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import javafx.application.Application;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/** Light or dark. */
public enum Theme {
  LIGHT,
  DARK;

  private static final PseudoClass DARK_CLASS = PseudoClass.getPseudoClass("dark");
  private static final String[] FONTS = {"Inter-Regular", "Inter-SemiBold"};

  /** Looks like this from now on, in every window. */
  public void apply(Scene scene) {
    loadFonts();
    Application.setUserAgentStylesheet(
        switch (this) {
          case LIGHT -> new PrimerLight().getUserAgentStylesheet();
          case DARK -> new PrimerDark().getUserAgentStylesheet();
        });
    if (scene.getStylesheets().isEmpty()) {
      scene.getStylesheets().add(sheet("/dev/espalier/app/shell/app.css"));
    }
    scene.getRoot().pseudoClassStateChanged(DARK_CLASS, this == DARK);
  }

  public Theme other() {
    return this == LIGHT ? DARK : LIGHT;
  }

  private static String sheet(String resource) {
    return Objects.requireNonNull(Theme.class.getResource(resource), resource).toExternalForm();
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
