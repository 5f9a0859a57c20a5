package dev.espalier.app.comparison;

import dev.espalier.app.course.Axis;
import dev.espalier.app.format.Texts;
import dev.espalier.app.tree.canvas.Minimap;
import dev.espalier.app.tree.canvas.RunMark;
import dev.espalier.app.tree.canvas.TreeCanvas;
import dev.espalier.app.tree.canvas.TreeLegend;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Several runs side by side: who they are and what makes them unequal, one tree of their texts,
 * what they came to, and the axis they share.
 */
public final class ComparisonView extends BorderPane {

  private static final double SIGN = 20;
  private static final int SNIPPET = 400;

  /** What the view asks of the window around it. */
  public interface Actions {
    /** Lets the user choose what to add; the choice is shown below {@code anchor}. */
    void add(Node anchor);
  }

  private final ComparisonViewModel model;
  private final TreeCanvas canvas;
  private final BudgetChart chart;
  private final Label place = new Label();
  private final Label story = new Label();
  private final ToggleGroup tabs = new ToggleGroup();
  private final Button add = new Button("Add…", new FontIcon(Feather.PLUS));
  private final Button play = new Button("", new FontIcon(Feather.PLAY));

  /** The signs drawn so far, to be drawn again when the theme changes. */
  private final List<Sign> drawn = new ArrayList<>();

  private record Sign(Canvas canvas, int run) {}

  private @Nullable Color drawnIn;

  public ComparisonView(ComparisonViewModel model, Actions actions) {
    this.model = model;
    setId("comparison");
    getStyleClass().add("comparison");
    canvas = new TreeCanvas(model);
    canvas.setId("union-tree");
    canvas.setAccessibleText(
        "Tree of the texts of all runs. The outline shows the same nodes as a table.");
    canvas.emptyTextProperty().set("The runs appear here as soon as they are there.");
    chart = new BudgetChart(model, canvas);
    add.setOnAction(_ -> actions.add(add));
    setTop(new VBox(head(), new RunCards(model, this::sign, add::fire), badges()));
    SplitPane split = new SplitPane(tree(), results());
    split.getStyleClass().add("workspace");
    split.setDividerPositions(0.66);
    SplitPane.setResizableWithParent(split.getItems().getLast(), false);
    setCenter(split);
    setBottom(new VBox(chart, controls()));
    addEventHandler(KeyEvent.KEY_PRESSED, this::typed);
    model.selectedProperty().subscribe(_ -> tell());
    model.hoveredProperty().subscribe(_ -> tell());
    model.cursorProperty().subscribe(_ -> tell());
    model.sizeProperty().subscribe(_ -> tell());
    model
        .cardsProperty()
        .subscribe(_ -> {
          add.setDisable(model.isFull());
          chart.requestLayout();
        });
  }

  private Node head() {
    Label title = new Label("Comparison");
    title.getStyleClass().add("card-title");
    Label note = new Label();
    note.setId("comparison-note");
    note.getStyleClass().add("help");
    note.textProperty().bind(model.noteProperty());
    note.setMinWidth(0);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    add.setId("comparison-add");
    add.getStyleClass().add("small");
    add.setTooltip(new Tooltip("Another run: a session, or another algorithm on the same prompt"));
    Button csv = copy("Copy CSV", "comparison-csv", this::copyCsv);
    Button markdown = copy("Copy Markdown", "comparison-markdown", this::copyMarkdown);
    Button close = new Button("Back to the Search", new FontIcon(Feather.X));
    close.setId("comparison-close");
    close.getStyleClass().add("small");
    close.setTooltip(new Tooltip("End the comparison (Esc)"));
    close.setOnAction(_ -> model.close());
    for (Button button : new Button[] {add, csv, markdown, close}) {
      button.setMinWidth(USE_PREF_SIZE);
    }
    HBox head = new HBox(8, title, note, gap, add, csv, markdown, close);
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("comparison-head");
    return head;
  }

  private static Button copy(String words, String id, Runnable action) {
    Button button = new Button(words, new FontIcon(Feather.CLIPBOARD));
    button.setId(id);
    button.getStyleClass().addAll("small", "flat");
    button.setTooltip(new Tooltip(words + ": the table of results, to be pasted elsewhere"));
    button.setOnAction(_ -> action.run());
    return button;
  }

  /** Why the comparison is not a fair one, as badges; nothing where it is. */
  private Node badges() {
    FlowPane badges = new FlowPane(8, 4);
    badges.setId("comparison-badges");
    badges.getStyleClass().add("unfair-badges");
    model
        .unfairnessProperty()
        .subscribe(found -> {
          badges.getChildren().clear();
          found.each(one -> badges.getChildren().add(badge(one)));
          badges.setVisible(found.notEmpty());
          badges.setManaged(found.notEmpty());
        });
    return badges;
  }

  private static Label badge(Unfairness unfairness) {
    Label badge =
        new Label(
            "%s differs: %s".formatted(unfairness.kind().label(), unfairness.words()),
            new FontIcon(Feather.ALERT_TRIANGLE));
    badge.getStyleClass().add("unfair-badge");
    badge.setTooltip(new Tooltip(unfairness.sentence()));
    badge.setAccessibleText("Unfair. " + unfairness.sentence());
    badge.setFocusTraversable(true);
    return badge;
  }

  private Node tree() {
    Minimap minimap = new Minimap(canvas);
    StackPane.setAlignment(minimap, Pos.BOTTOM_RIGHT);
    StackPane drawing = new StackPane(canvas, minimap);
    VBox.setVgrow(drawing, Priority.ALWAYS);
    VBox picture = new VBox(new TreeLegend(canvas), drawing);
    UnionOutline outline = new UnionOutline(model);
    ToggleButton treeTab = tab("Tree", "comparison-tab-tree");
    ToggleButton outlineTab = tab("Outline", "comparison-tab-outline");
    treeTab.setSelected(true);
    tabs.selectedToggleProperty()
        .addListener((_, before, now) -> {
          if (now == null) {
            tabs.selectToggle(before);
          }
        });
    picture.visibleProperty().bind(treeTab.selectedProperty());
    outline.visibleProperty().bind(outlineTab.selectedProperty());
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Label summary = new Label();
    summary.setId("comparison-summary");
    summary.getStyleClass().add("figures");
    summary.setMinWidth(0);
    model.sizeProperty().subscribe(_ -> summary.setText(model.runs() < 2 ? "" : model.summary()));
    HBox head = new HBox(treeTab, outlineTab, gap, summary);
    head.getStyleClass().add("tabs");
    head.setAlignment(Pos.CENTER_LEFT);
    StackPane stack = new StackPane(picture, outline);
    stack.getStyleClass().add("stage-area");
    VBox.setVgrow(stack, Priority.ALWAYS);
    VBox centre = new VBox(head, stack);
    centre.setMinWidth(320);
    return centre;
  }

  private ToggleButton tab(String name, String id) {
    ToggleButton tab = new ToggleButton(name);
    tab.setId(id);
    tab.setToggleGroup(tabs);
    tab.getStyleClass().setAll("tab-button");
    return tab;
  }

  private Node results() {
    Label title = caption("Results at this place");
    Label chosen = caption("Node");
    story.setId("comparison-story");
    story.setWrapText(true);
    story.getStyleClass().add("node-text");
    VBox body = new VBox(title, new ResultTableView(model, this::sign), chosen, story);
    body.getStyleClass().add("inspector-body");
    ScrollPane scroll = new ScrollPane(body);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.setMinWidth(260);
    scroll.getStyleClass().add("comparison-results");
    return scroll;
  }

  private static Label caption(String text) {
    Label caption = new Label(text);
    caption.getStyleClass().add("caption");
    return caption;
  }

  private Node controls() {
    ComboBox<Axis> axis = choice("comparison-axis", "What the runs are aligned by", Axis::label);
    axis.valueProperty().bindBidirectional(model.axisProperty());
    model.axesProperty().subscribe(axes -> axis.getItems().setAll(axes.castToList()));
    ComboBox<Measure> measure =
        choice("comparison-measure", "What the curves show", Measure::label);
    measure.getItems().setAll(Measure.values());
    measure.valueProperty().bindBidirectional(model.measureProperty());
    place.setId("comparison-place");
    place.getStyleClass().add("place");
    play.setId("comparison-play");
    play.getStyleClass().addAll("button-icon", "flat");
    play.setTooltip(new Tooltip("Play (K)"));
    play.setAccessibleText("Play or pause");
    play.setOnAction(_ -> model.togglePlay());
    model
        .playingProperty()
        .subscribe(on -> play.setGraphic(new FontIcon(on ? Feather.PAUSE : Feather.PLAY)));
    HBox moves =
        new HBox(
            2,
            move(Feather.SKIP_BACK, "start", "To the start (Home)", () -> model.seekPlace(0)),
            move(Feather.CHEVRON_LEFT, "back", "Back (J; Shift+J further)", model::back),
            play,
            move(Feather.CHEVRON_RIGHT, "forward", "Forward (L; Shift+L further)", model::forward),
            move(
                Feather.SKIP_FORWARD,
                "end",
                "To the end (End)",
                () -> model.seekPlace(model.end())));
    moves.setAlignment(Pos.CENTER_LEFT);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox row =
        new HBox(
            10, moves, inline("Aligned by"), axis, inline("Curves of the"), measure, gap, place);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().addAll("transport", "comparison-controls");
    return row;
  }

  private static Label inline(String words) {
    Label label = new Label(words);
    label.getStyleClass().add("inline-label");
    return label;
  }

  private static Button move(Feather icon, String id, String what, Runnable action) {
    Button button = new Button("", new FontIcon(icon));
    button.setId("comparison-" + id);
    button.getStyleClass().addAll("button-icon", "flat");
    button.setTooltip(new Tooltip(what));
    button.setAccessibleText(what);
    button.setOnAction(_ -> action.run());
    return button;
  }

  private static <T> ComboBox<T> choice(String id, String what, Function<T, String> label) {
    ComboBox<T> choice = new ComboBox<>();
    choice.setId(id);
    choice.getStyleClass().add("small");
    choice.setTooltip(new Tooltip(what));
    choice.setAccessibleText(what);
    choice.setPrefWidth(170);
    choice.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable T value) {
            return value == null ? "" : label.apply(value);
          }

          @Override
          public T fromString(String words) {
            throw new UnsupportedOperationException("the list is not edited");
          }
        });
    return choice;
  }

  /** What is to be read of the node pointed at or chosen. */
  private void tell() {
    int hovered = model.hoveredProperty().get();
    int node = hovered >= 0 ? hovered : model.selectedProperty().get();
    if (node < 0 || node >= model.tree().nodes()) {
      story.setText("Point at a node, or choose one, to read what each run made of it.");
      return;
    }
    String text = Texts.readable(model.completion(node)).strip();
    String end = text.length() > SNIPPET ? "…" + text.substring(text.length() - SNIPPET) : text;
    story.setText(
        "%s%n%s%n%n%s"
            .formatted("In " + model.owners(node), model.story(node).makeString("\n"), end));
  }

  private Canvas sign(int run) {
    Canvas sign = new Canvas(SIGN, SIGN);
    drawn.removeIf(one -> one.canvas().getScene() == null && one.canvas().getParent() == null);
    Sign one = new Sign(sign, run);
    drawn.add(one);
    draw(one);
    return sign;
  }

  private void draw(Sign sign) {
    Color color = canvas.runColor(sign.run());
    sign.canvas().getGraphicsContext2D().clearRect(0, 0, SIGN, SIGN);
    RunMark.draw(
        sign.canvas().getGraphicsContext2D(),
        sign.run(),
        SIGN / 2,
        SIGN / 2,
        7.5,
        color,
        color.interpolate(Color.GRAY, 0.5),
        Font.font("Inter SemiBold", 10.5));
  }

  private void typed(KeyEvent event) {
    if (event.getTarget() instanceof TextInputControl
        || event.isShortcutDown()
        || event.isAltDown()) {
      return;
    }
    boolean shift = event.isShiftDown();
    switch (event.getCode()) {
      case J -> step(-1, shift);
      case L -> step(1, shift);
      case SPACE, K -> model.togglePlay();
      case HOME -> model.seekPlace(0);
      case END -> model.seekPlace(model.end());
      case B -> model.toBirth();
      case X -> nextAxis();
      case DIGIT0, NUMPAD0 -> canvas.fit();
      case PLUS, EQUALS, ADD -> canvas.zoom(1.25);
      case MINUS, SUBTRACT -> canvas.zoom(0.8);
      case DIGIT1 -> tabs.selectToggle(tabs.getToggles().getFirst());
      case DIGIT2 -> tabs.selectToggle(tabs.getToggles().getLast());
      case ESCAPE -> {
        if (model.selectedProperty().get() >= 0) {
          model.selectedProperty().set(-1);
        } else {
          model.close();
        }
      }
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void step(int by, boolean far) {
    if (far) {
      model.stride(by);
    } else if (by > 0) {
      model.forward();
    } else {
      model.back();
    }
  }

  private void nextAxis() {
    var axes = model.axesProperty().get();
    model.axisProperty().set(axes.get((axes.indexOf(model.axis()) + 1) % axes.size()));
  }

  /** Puts the table of results on the clipboard. */
  public void copyCsv() {
    copy(model.table().csv());
  }

  /** The same, for notes. */
  public void copyMarkdown() {
    copy(model.table().markdown());
  }

  private static void copy(String text) {
    ClipboardContent content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }

  /** Takes the keys: left and right then go along the axis. */
  public void focus() {
    chart.requestFocus();
  }

  /** Lets the parts that paint themselves catch up; called once a frame. */
  public void refresh() {
    if (!model.isOpen()) {
      return;
    }
    Color last = canvas.runColor(RunMark.MOST - 1);
    if (!last.equals(drawnIn)) {
      drawnIn = last;
      drawn.forEach(this::draw);
    }
    place.setText(model.placeInWords());
    chart.refresh();
  }

  @Override
  public @Nullable String getUserAgentStylesheet() {
    var sheet = ComparisonView.class.getResource("/dev/espalier/app/comparison/comparison.css");
    return sheet == null ? null : sheet.toExternalForm();
  }
}
