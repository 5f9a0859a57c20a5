package dev.espalier.app.notebook;

import java.util.function.Consumer;
import javafx.scene.control.TextField;

/** A field for a line about a session: its text counts once Enter is pressed or it is left. */
public final class AnnotationField extends TextField {

  public AnnotationField(String id, String text, String prompt, Consumer<String> use) {
    super(text);
    setId(id);
    setPromptText(prompt);
    setAccessibleText(prompt);
    setOnAction(_ -> use.accept(getText()));
    focusedProperty()
        .addListener((_, _, focused) -> {
          if (!focused) {
            use.accept(getText());
          }
        });
  }
}
