package dev.espalier.app.setup;

import dev.espalier.app.overlay.Overlay;
import dev.espalier.app.run.RunStatus;
import dev.espalier.search.algorithm.AlgorithmDescription;
import java.util.Random;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The top of the window: what to search for, how, and the button that begins it. */
public final class SetupBar extends HBox {

  /** What the buttons do. */
  public interface Actions {
    void run();

    void pauseOrResume();

    void stop();
  }

  private final SetupViewModel model;
  private final Overlay overlay;
  private final Button run = new Button("Run", new FontIcon(Feather.PLAY));
  private final Button pause = new Button("", new FontIcon(Feather.PAUSE));
  private final Button stop = new Button("", new FontIcon(Feather.SQUARE));
  private final Label hint = new Label();
  private boolean refused;

  public SetupBar(SetupViewModel model, Overlay overlay, Actions actions) {
    this.model = model;
    this.overlay = overlay;
    getStyleClass().add("setup-bar");
    getChildren()
        .addAll(
            prompt(),
            column("Algorithm", algorithm(), settings()),
            column("Budget", budget(), seed()),
            buttons(actions));
    model.problemProperty().addListener(_ -> tellProblem());
    tellProblem();
  }

  private Node prompt() {
    MarkedTextArea field = new MarkedTextArea();
    field.colour(Syntax.PROMPT);
    TextArea prompt = field.area();
    prompt.setId("prompt");
    prompt.setWrapText(true);
    prompt.setPrefRowCount(2);
    prompt.setPromptText("A question to solve, or a text to continue");
    prompt.setAccessibleText("Prompt");
    prompt.textProperty().bindBidirectional(model.promptProperty());
    prompt.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          // Tab leaves the field; a tab character is of no use in a prompt.
          if (event.getCode() == KeyCode.TAB) {
            prompt.fireEvent(
                new KeyEvent(
                    event.getSource(),
                    event.getTarget(),
                    KeyEvent.KEY_PRESSED,
                    "",
                    "\t",
                    KeyCode.TAB,
                    event.isShiftDown(),
                    true,
                    false,
                    false));
            event.consume();
          }
        });
    HBox head = new HBox(8, caption("Prompt"));
    head.setAlignment(Pos.CENTER_LEFT);
    if (model.examples().notEmpty()) {
      MenuButton examples = new MenuButton("Examples");
      examples.setId("examples");
      examples.getStyleClass().addAll("flat", "small", "caption-button");
      model
          .examples()
          .each(example -> {
            MenuItem item = new MenuItem(example.title());
            item.setMnemonicParsing(false);
            item.setOnAction(_ -> model.use(example));
            examples.getItems().add(item);
          });
      head.getChildren().add(examples);
    }
    head.getChildren().add(constraint());
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    hint.getStyleClass().add("setup-hint");
    hint.setId("setup-problem");
    head.getChildren().addAll(gap, hint);
    VBox box = new VBox(head, field);
    box.getStyleClass().add("setup-column");
    VBox.setVgrow(field, Priority.ALWAYS);
    HBox.setHgrow(box, Priority.ALWAYS);
    box.setMinWidth(220);
    return box;
  }

  private Region algorithm() {
    ComboBox<AlgorithmDescription> choice = new ComboBox<>();
    choice.setId("algorithm");
    choice.getItems().setAll(model.algorithms().castToList());
    choice.valueProperty().bindBidirectional(model.algorithmProperty());
    choice.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(AlgorithmDescription description) {
            return description == null ? "" : description.title();
          }

          @Override
          public AlgorithmDescription fromString(String title) {
            throw new UnsupportedOperationException("the list is not edited");
          }
        });
    choice.setCellFactory(AlgorithmCell::new);
    choice.setVisibleRowCount(12);
    choice.setAccessibleText("Algorithm");
    return choice;
  }

  private static final class AlgorithmCell extends ListCell<AlgorithmDescription> {

    AlgorithmCell(ListView<AlgorithmDescription> list) {
      getStyleClass().add("algorithm-cell");
      setPrefWidth(Math.max(360, list.getPrefWidth()));
    }

    @Override
    protected void updateItem(AlgorithmDescription description, boolean empty) {
      super.updateItem(description, empty);
      if (empty || description == null) {
        setGraphic(null);
        return;
      }
      Label title = new Label(description.title());
      title.getStyleClass().add("field-name");
      Label summary = new Label(description.summary());
      summary.getStyleClass().add("help");
      summary.setWrapText(true);
      summary.setPrefWidth(340);
      setGraphic(new VBox(title, summary));
    }
  }

  private Button settings() {
    Button button = summaryButton(Feather.SLIDERS, "settings", "Parameters of the algorithm");
    button.textProperty().bind(model.settingsSummaryProperty());
    button.setOnAction(_ -> overlay.toggle(SettingsForm.of(model), button));
    return button;
  }

  private Button constraint() {
    Button button = new Button();
    button.setId("constraint");
    button.getStyleClass().addAll("flat", "small", "caption-button");
    button.setGraphic(new FontIcon(Feather.FILTER));
    button.textProperty().bind(model.constraintSummaryProperty());
    button.setTooltip(new Tooltip("What the text must be: a grammar, an expression, a schema"));
    button.setAccessibleHelp("What the text must be");
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(_ -> overlay.toggle(ConstraintForm.of(model.constraint()), button));
    return button;
  }

  private Button budget() {
    Button button = summaryButton(Feather.CREDIT_CARD, "budget", "What the search may spend");
    button.textProperty().bind(model.budgetSummaryProperty());
    button.setOnAction(_ -> overlay.toggle(BudgetForm.of(model), button));
    return button;
  }

  private static Button summaryButton(Feather icon, String id, String what) {
    Button button = new Button("", new FontIcon(icon));
    button.setId(id);
    button.getStyleClass().add("summary-button");
    button.setTooltip(new Tooltip(what));
    button.setAccessibleHelp(what);
    return button;
  }

  private Region seed() {
    TextField seed = new TextField();
    seed.setId("seed");
    seed.textProperty().bindBidirectional(model.seedProperty());
    seed.setTooltip(new Tooltip("Every random number of the search follows from the seed"));
    seed.setAccessibleText("Seed");
    HBox.setHgrow(seed, Priority.ALWAYS);
    seed.setPrefColumnCount(5);
    Label name = new Label("Seed");
    name.getStyleClass().add("inline-label");
    name.setLabelFor(seed);
    Button draw = new Button("", new FontIcon(Feather.SHUFFLE));
    draw.getStyleClass().addAll("button-icon", "flat");
    draw.setTooltip(new Tooltip("Another seed"));
    draw.setAccessibleText("Draw another seed");
    Random random = new Random();
    draw.setOnAction(_ -> model.drawSeed(random));
    HBox box = new HBox(6, name, seed, draw);
    box.setAlignment(Pos.CENTER_LEFT);
    return box;
  }

  private Node buttons(Actions actions) {
    run.setId("run");
    run.getStyleClass().add("accent");
    run.setDefaultButton(false);
    run.setMaxWidth(Double.MAX_VALUE);
    run.setOnAction(_ -> {
      refused = !model.problem().isEmpty();
      tellProblem();
      if (!refused) {
        actions.run();
      }
    });
    run.setTooltip(new Tooltip("Begin the search (Ctrl+Enter)"));
    pause.setId("pause");
    pause.getStyleClass().add("button-icon");
    pause.setOnAction(_ -> actions.pauseOrResume());
    stop.setId("stop");
    stop.getStyleClass().add("button-icon");
    stop.setTooltip(new Tooltip("Stop the search; what there is, is kept (Ctrl+.)"));
    stop.setAccessibleText("Stop the search");
    stop.setOnAction(_ -> actions.stop());
    HBox.setHgrow(pause, Priority.ALWAYS);
    HBox.setHgrow(stop, Priority.ALWAYS);
    pause.setMaxWidth(Double.MAX_VALUE);
    stop.setMaxWidth(Double.MAX_VALUE);
    VBox box = new VBox(6, run, new HBox(6, pause, stop));
    box.setAlignment(Pos.BOTTOM_CENTER);
    box.getStyleClass().add("run-buttons");
    return box;
  }

  private static Label caption(String text) {
    Label caption = new Label(text);
    caption.getStyleClass().add("caption");
    return caption;
  }

  private static VBox column(String title, Region upper, Region lower) {
    upper.setMaxWidth(Double.MAX_VALUE);
    lower.setMaxWidth(Double.MAX_VALUE);
    VBox box = new VBox(caption(title), upper, lower);
    box.getStyleClass().addAll("setup-column", "setup-fixed");
    return box;
  }

  /** Presses the button that begins a search. */
  public void pressRun() {
    run.fire();
  }

  private void tellProblem() {
    String problem = model.problem();
    if (problem.isEmpty()) {
      refused = false;
    }
    // An empty prompt is no mistake until one tries to run it.
    boolean said = refused || !(problem.isEmpty() || model.prompt().isBlank());
    hint.setText(said ? problem : "");
  }

  /** Shows which buttons make sense now; called once a frame. */
  public void show(RunStatus status) {
    boolean paused = status.phase() == RunStatus.Phase.PAUSED;
    pause.setDisable(!(status.phase() == RunStatus.Phase.RUNNING || paused));
    stop.setDisable(!status.busy() || status.phase() == RunStatus.Phase.STOPPING);
    set(() -> paused ? Feather.PLAY_CIRCLE : Feather.PAUSE, pause);
    String help = paused ? "Go on" : "Pause the search";
    if (pause.getTooltip() == null || !pause.getTooltip().getText().equals(help)) {
      pause.setTooltip(new Tooltip(help));
      pause.setAccessibleText(help);
    }
    boolean loading = status.phase() == RunStatus.Phase.LOADING;
    run.setText(loading ? "Loading…" : status.busy() ? "Restart" : "Run");
    run.setDisable(loading && status.order() != null);
  }

  private static void set(Supplier<Feather> icon, Button button) {
    if (button.getGraphic() instanceof FontIcon shown && shown.getIconCode() != icon.get()) {
      shown.setIconCode(icon.get());
    }
  }
}
