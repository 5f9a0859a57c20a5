package dev.espalier.app.shell;

import dev.espalier.app.setup.Example;
import dev.espalier.app.setup.SetupBar;
import dev.espalier.app.setup.SetupViewModel;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What the middle of the window says while nothing is open: what can be done, one click each. */
final class Welcome extends ScrollPane {

  Welcome(SetupViewModel setup, SetupBar bar, Runnable openDemo, Runnable openFile) {
    getStyleClass().addAll("welcome-scroll", "edge-to-edge");
    // In the middle where there is room, and scrolled where there is not.
    setFitToWidth(true);
    setFitToHeight(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    VBox middle = new VBox();
    middle.getStyleClass().add("welcome");
    middle.setAlignment(Pos.CENTER);
    setContent(middle);
    Label title = new Label("Nothing is open");
    title.getStyleClass().add("welcome-title");
    Label what =
        new Label("Run a search of your own above, or look at one that has been recorded.");
    what.getStyleClass().add("welcome-text");
    what.setWrapText(true);
    FlowPane cards = new FlowPane(12, 12);
    cards.setAlignment(Pos.CENTER);
    cards
        .getChildren()
        .addAll(
            card(
                Feather.PLAY_CIRCLE,
                "welcome-demo",
                "Watch a demo",
                "A recorded search, ready to step through.",
                openDemo),
            card(
                Feather.CPU,
                "welcome-run",
                "Run a search",
                runText(setup),
                () -> {
                  if (setup.prompt().isBlank() && setup.examples().notEmpty()) {
                    setup.use(setup.examples().getFirst());
                  }
                  bar.pressRun();
                }),
            card(
                Feather.FOLDER,
                "welcome-open",
                "Open a session",
                "Choose a file, or drop one on the window.",
                openFile));
    middle.getChildren().addAll(title, what, cards);
    middle.setMinHeight(USE_PREF_SIZE);
  }

  private static String runText(SetupViewModel setup) {
    Example first = setup.examples().getFirst();
    return first == null
        ? "With the prompt and the algorithm above."
        : "With the prompt above, or the first example.";
  }

  private static Node card(Feather icon, String id, String title, String text, Runnable action) {
    Label head = new Label(title);
    head.getStyleClass().add("field-name");
    Label words = new Label(text);
    words.getStyleClass().add("help");
    words.setWrapText(true);
    FontIcon picture = new FontIcon(icon);
    picture.getStyleClass().add("welcome-icon");
    VBox content = new VBox(6, picture, head, words);
    content.setAlignment(Pos.TOP_LEFT);
    Button card = new Button("", content);
    card.setId(id);
    card.getStyleClass().add("welcome-card");
    card.setAccessibleText(title + ". " + text);
    card.setOnAction(_ -> action.run());
    return card;
  }
}
