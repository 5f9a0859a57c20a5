package dev.espalier.app.shell;

import dev.espalier.app.answer.AnswerStrip;
import dev.espalier.app.answer.TextView;
import dev.espalier.app.budget.BudgetStrip;
import dev.espalier.app.comparison.ComparisonView;
import dev.espalier.app.find.FindCard;
import dev.espalier.app.find.FindViewModel;
import dev.espalier.app.frontier.FrontierView;
import dev.espalier.app.inspector.InspectorView;
import dev.espalier.app.keys.KeyBindings;
import dev.espalier.app.keys.KeyPresses;
import dev.espalier.app.keys.KeysCard;
import dev.espalier.app.keys.KeysForm;
import dev.espalier.app.lanes.LanesView;
import dev.espalier.app.lesson.pane.LessonViewModel;
import dev.espalier.app.lesson.pane.PresenterKeys;
import dev.espalier.app.model.ModelForm;
import dev.espalier.app.model.ModelViewModel;
import dev.espalier.app.notebook.NotebookView;
import dev.espalier.app.outline.OutlineView;
import dev.espalier.app.overlay.Overlay;
import dev.espalier.app.pseudocode.PseudoCodeView;
import dev.espalier.app.setup.SetupBar;
import dev.espalier.app.transport.TransportBar;
import dev.espalier.app.tree.canvas.FocusSign;
import dev.espalier.app.tree.canvas.Minimap;
import dev.espalier.app.tree.canvas.TreeCanvas;
import dev.espalier.app.tree.canvas.TreeLegend;
import dev.espalier.app.tree.canvas.Way;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Button;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.transform.Transform;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The parts of the window and how they lie together. */
final class MainView extends StackPane {

  private static final int FRAMES_TO_SETTLE = 3;

  /** Where the pseudo-code begins, as a share of the middle. */
  private static final double CODE_DIVIDER = 0.5;

  private final DeskViewModel desk;
  private final Overlay overlay = new Overlay();
  private final TreeCanvas canvas;

  /** Where the views of a search lie, one above the other. */
  private final StackPane stage = new StackPane();

  private final OutlineView outline;
  private final LanesView lanes;
  private final TextView text;
  private final SetupBar setupBar;
  private final TransportBar transportBar;
  private final StatusLine statusLine;
  private final ModelViewModel models;
  private final SplitPane split = new SplitPane();
  private final SidePanes sides = new SidePanes(split);
  private final ComparisonView comparison;
  private final FindViewModel find;
  private final Keys keys;

  /** Frames until the whole of a tree just opened is shown; 0 for none. */
  private int fitSoon;

  private final ToggleGroup tabs = new ToggleGroup();
  private final HBox tabBar = new HBox();

  /** Shows the pseudo-code beside whichever tab is open. */
  private final ToggleButton codeButton = new ToggleButton("Code");

  /** What the view asks of the window around it. */
  interface Requests {
    void chooseFile();

    void openDemo();

    void open(Path path);

    void addToComparison(Node anchor);

    /** Asks for the file of what the session on show branched off. */
    void locateParent();
  }

  MainView(
      DeskViewModel desk,
      LessonViewModel lessons,
      ModelViewModel models,
      KeyBindings bindings,
      Region menus,
      Requests requests) {
    this.desk = desk;
    this.models = models;
    find = new FindViewModel(desk.tree());
    getStyleClass().add("main");
    canvas = new TreeCanvas(desk.tree());
    canvas.setId("tree");
    outline = new OutlineView(desk.tree());
    lanes = new LanesView(desk.lanes());
    text = new TextView(desk.tree(), desk.answer());
    transportBar = new TransportBar(desk.transport(), overlay);
    setupBar =
        new SetupBar(
            desk.setup(),
            overlay,
            new SetupBar.Actions() {
              @Override
              public void run() {
                desk.run();
              }

              @Override
              public void pauseOrResume() {
                desk.pauseOrResume();
              }

              @Override
              public void stop() {
                desk.stop();
              }
            });
    split
        .getItems()
        .addAll(new FrontierView(desk.frontier(), desk.tree()), centre(requests), right());
    split.getStyleClass().add("workspace");
    SplitPane.setResizableWithParent(split.getItems().getFirst(), false);
    SplitPane.setResizableWithParent(split.getItems().getLast(), false);
    BorderPane content = new BorderPane(split);
    content.setTop(
        new VBox(menus, setupBar, new Banner(desk, this::chooseModel, requests::locateParent)));
    statusLine = new StatusLine(desk, this::chooseModel);
    BudgetStrip budgetStrip = new BudgetStrip(desk.budget(), desk.transport()::scrub);
    content.setBottom(new VBox(budgetStrip, transportBar, statusLine));
    comparison = new ComparisonView(desk.comparing().model(), requests::addToComparison);
    ReadOnlyBooleanProperty comparing = desk.comparing().model().openProperty();
    comparing.subscribe(open -> {
      content.setCenter(open ? comparison : split);
      if (open) {
        comparison.focus();
      } else {
        canvas.requestFocus();
      }
    });
    showUnless(comparing, transportBar);
    showUnless(comparing.or(lessons.lecturingProperty()), setupBar, budgetStrip);
    getChildren().addAll(content, overlay, LessonPlace.blank(lessons));
    new LessonPlace(split, sides, lessons).follow();
    lessons.tabProperty().subscribe(this::showTab);
    addEventFilter(KeyEvent.KEY_PRESSED, new PresenterKeys(lessons)::handle);
    keys = new Keys(desk, bindings, keyActions(bindings));
    KeyPresses presses = new KeyPresses(bindings, keys);
    addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          // A comparison has keys of its own.
          if (!desk.comparing().model().isOpen()) {
            presses.pressed(event);
          }
        });
    addEventHandler(KeyEvent.KEY_RELEASED, presses::released);
    desk.tree().treeProperty().addListener(_ -> fitSoon = FRAMES_TO_SETTLE);
    setOnDragOver(this::dragOver);
    setOnDragDropped(event -> dropped(event, requests));
  }

  private Node right() {
    InspectorView inspector = new InspectorView(desk.inspector(), desk.tree());
    VBox.setVgrow(inspector, Priority.ALWAYS);
    return new VBox(inspector, new NotebookView(desk.notebook(), desk.tree()));
  }

  private Node centre(Requests requests) {
    Minimap minimap = new Minimap(canvas);
    StackPane.setAlignment(minimap, Pos.BOTTOM_RIGHT);
    StackPane drawing = new StackPane(canvas, minimap, new FocusSign(desk.tree().folds()));
    VBox.setVgrow(drawing, Priority.ALWAYS);
    VBox tree = new VBox(new TreeLegend(canvas), drawing);
    Welcome welcome = new Welcome(desk.setup(), setupBar, requests::openDemo, requests::chooseFile);
    BooleanBinding nothing = desk.tree().sizeProperty().isEqualTo(0);
    welcome.visibleProperty().bind(nothing);
    welcome.managedProperty().bind(nothing);
    ToggleButton treeTab = tab("Tree", "tab-tree");
    ToggleButton lanesTab = tab("Lanes", "tab-lanes");
    ToggleButton outlineTab = tab("Outline", "tab-outline");
    ToggleButton textTab = tab("Text", "tab-text");
    tree.visibleProperty().bind(treeTab.selectedProperty().and(nothing.not()));
    lanes.visibleProperty().bind(lanesTab.selectedProperty().and(nothing.not()));
    outline.visibleProperty().bind(outlineTab.selectedProperty().and(nothing.not()));
    text.visibleProperty().bind(textTab.selectedProperty().and(nothing.not()));
    treeTab.setSelected(true);
    tabs.selectedToggleProperty()
        .addListener((_, before, now) -> {
          if (now == null) {
            tabs.selectToggle(before);
          }
        });
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox tools =
        new HBox(
            2,
            tool(Feather.ZOOM_OUT, "Zoom out", () -> canvas.zoom(0.8)),
            tool(Feather.ZOOM_IN, "Zoom in", () -> canvas.zoom(1.25)),
            tool(Feather.MAXIMIZE, "Show the whole tree", canvas::fit));
    tools.setAlignment(Pos.CENTER_RIGHT);
    tools.visibleProperty().bind(treeTab.selectedProperty().and(nothing.not()));
    tabBar.getChildren().addAll(treeTab, lanesTab, outlineTab, textTab, gap, tools, codeButton);
    tabBar.getStyleClass().add("tabs");
    tabBar.setAlignment(Pos.CENTER_LEFT);
    stage.getChildren().addAll(tree, lanes, outline, text, welcome);
    stage.getStyleClass().add("stage-area");
    stage.setMinHeight(0);
    SplitPane beside = new SplitPane(stage);
    beside.getStyleClass().add("workspace");
    VBox.setVgrow(beside, Priority.ALWAYS);
    offerCode(beside);
    VBox centre = new VBox(tabBar, new AnswerStrip(desk.answer()), beside);
    centre.getStyleClass().add("centre");
    centre.setMinWidth(260);
    return centre;
  }

  private void offerCode(SplitPane beside) {
    PseudoCodeView code = new PseudoCodeView(desk.code());
    SplitPane.setResizableWithParent(code, false);
    codeButton.setId("show-code");
    codeButton.getStyleClass().setAll("tab-button");
    codeButton.setTooltip(new Tooltip("The algorithm's pseudo-code, with the line it is at"));
    codeButton
        .selectedProperty()
        .addListener((_, _, on) -> {
          if (on) {
            beside.getItems().add(code);
            beside.setDividerPositions(CODE_DIVIDER);
            fitSoon = FRAMES_TO_SETTLE;
          } else {
            beside.getItems().remove(code);
          }
        });
  }

  private ToggleButton tab(String name, String id) {
    ToggleButton tab = new ToggleButton(name);
    tab.setId(id);
    tab.setToggleGroup(tabs);
    tab.getStyleClass().setAll("tab-button");
    return tab;
  }

  private static Button tool(Feather icon, String what, Runnable action) {
    Button button = new Button("", new FontIcon(icon));
    button.getStyleClass().addAll("button-icon", "flat", "small");
    button.setTooltip(new Tooltip(what));
    button.setAccessibleText(what);
    button.setOnAction(_ -> action.run());
    return button;
  }

  private Keys.Actions keyActions(KeyBindings bindings) {
    return new Keys.Actions() {
      @Override
      public void fit() {
        canvas.fit();
      }

      @Override
      public void zoom(double factor) {
        canvas.zoom(factor);
      }

      @Override
      public void walk(Way way) {
        canvas.walk(way);
      }

      @Override
      public void centre(int node) {
        canvas.centre(node);
      }

      @Override
      public void find() {
        overlay.toggle(new FindCard(find), tabBar);
      }

      @Override
      public void showKeys() {
        overlay.showCentred(
            new KeysCard(bindings, () -> overlay.showCentred(new KeysForm(bindings))));
      }

      @Override
      public void hideKeys() {
        overlay.hide();
      }

      @Override
      public void showCode() {
        codeButton.fire();
      }

      @Override
      public void showTab(int index) {
        tabs.selectToggle(tabs.getToggles().get(index));
      }

      @Override
      public void breakpoints() {
        transportBar.openBreakpoints();
      }

      @Override
      public void reveal(int node) {
        canvas.reveal(node);
      }
    };
  }

  /** Shows the tab of that name, such as "lanes"; any other name shows none. */
  private void showTab(String name) {
    tabs.getToggles().stream()
        .filter(tab -> tab instanceof Node node && ("tab-" + name).equals(node.getId()))
        .findFirst()
        .ifPresent(tabs::selectToggle);
  }

  private void dragOver(DragEvent event) {
    if (event.getDragboard().hasFiles() && event.getDragboard().getFiles().size() == 1) {
      event.acceptTransferModes(TransferMode.COPY);
      event.consume();
    }
  }

  private static void dropped(DragEvent event, Requests requests) {
    if (event.getDragboard().hasFiles()) {
      requests.open(event.getDragboard().getFiles().getFirst().toPath());
      event.setDropCompleted(true);
      event.consume();
    }
  }

  private static void showUnless(ObservableBooleanValue hidden, Node... parts) {
    for (Node part : parts) {
      part.visibleProperty().bind(Bindings.not(hidden));
      part.managedProperty().bind(part.visibleProperty());
    }
  }

  SidePanes sides() {
    return sides;
  }

  /** What is on screen of the view of the search, or of the comparison, at twice its size. */
  BufferedImage picture() {
    Node shown = desk.comparing().model().isOpen() ? comparison : stage;
    SnapshotParameters parameters = new SnapshotParameters();
    parameters.setTransform(Transform.scale(2, 2));
    parameters.setFill(Color.TRANSPARENT);
    return SwingFXUtils.fromFXImage(shown.snapshot(parameters, null), null);
  }

  /** Whether the pseudo-code is shown. */
  BooleanProperty codeShownProperty() {
    return codeButton.selectedProperty();
  }

  ComparisonView comparison() {
    return comparison;
  }

  /** What keys do, for those that show or change it. */
  Keys keys() {
    return keys;
  }

  Overlay overlay() {
    return overlay;
  }

  TreeCanvas canvas() {
    return canvas;
  }

  SetupBar setupBar() {
    return setupBar;
  }

  /** Opens the form of the models. */
  void chooseModel() {
    overlay.toggle(new ModelForm(models, overlay::hide), statusLine.modelButton());
  }

  /**
   * Lets the parts that paint themselves catch up; called once a frame.
   *
   * @param now in nanoseconds, from any origin
   */
  void refresh(long now) {
    models.refresh();
    statusLine.refresh(now, desk.status());
    setupBar.show(desk.status());
    transportBar.refresh();
    text.refresh();
    lanes.refresh();
    comparison.refresh();
    // The canvas has no size before the first layout, and no tree before the first frame.
    if (fitSoon > 0 && --fitSoon == 0) {
      canvas.home();
    }
  }
}
