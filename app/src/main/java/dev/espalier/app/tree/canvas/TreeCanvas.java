package dev.espalier.app.tree.canvas;

import dev.espalier.app.ink.InkSheet;
import dev.espalier.app.ink.Inks;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.TextTree;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.app.tree.layout.TreeScene;
import dev.espalier.search.event.EventSource;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.StringProperty;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/**
 * The tree, to pan, zoom and choose nodes in. Paints at most once a frame, and only what is in the
 * window.
 *
 * <p>Drag to pan, turn the wheel to zoom at the pointer, click to choose, double-click to centre;
 * on a node whose time has not come, double-click goes to its birth.
 */
public final class TreeCanvas extends Region {

  private static final InkSheet<TreeCanvas, TreeInk> SHEET =
      new InkSheet<>(TreeInk.class, canvas -> canvas.inks);

  private final Subject model;

  /** Null of several runs. */
  private final @Nullable TreeViewModel search;

  private final TreeFonts fonts = new TreeFonts();
  private final TreePainter painter = new TreePainter(fonts);
  private final Canvas canvas = new Canvas();
  private final Label empty = new Label("No search yet");
  private final Inks<TreeCanvas, TreeInk> inks;
  private final CameraMan cameraMan = new CameraMan(this);
  private final TreeGrower grower = new TreeGrower(this::repaint);
  private final TreeGestures gestures;
  private final ReadOnlyObjectWrapper<TreeFrame> frame = new ReadOnlyObjectWrapper<>(this, "frame");

  private Palette palette = new Palette(TreeInk::fallback);
  private @Nullable TextTree sceneTree;
  private TreeScene scene;
  private @Nullable TreeStates states;
  private boolean stale = true;
  private boolean placed;
  private double shownWidth;
  private double shownHeight;

  public TreeCanvas(TreeViewModel model) {
    this(new SearchSubject(model), model);
  }

  /** Of several runs as one tree. */
  public TreeCanvas(RunsModel model) {
    this(new RunsSubject(model), null);
    gestures.installKeys();
  }

  private TreeCanvas(Subject model, @Nullable TreeViewModel search) {
    this.model = model;
    this.search = search;
    gestures = new TreeGestures(this);
    scene = TreeScene.of(model.tree(), fonts.measure());
    getStyleClass().add("tree-canvas");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.NODE);
    setAccessibleText("Tree of the search. The outline shows the same nodes as a table.");
    empty.getStyleClass().add("tree-empty");
    empty.setWrapText(true);
    empty.setMouseTransparent(true);
    getChildren().addAll(canvas, empty);
    Rectangle clip = new Rectangle();
    clip.widthProperty().bind(widthProperty());
    clip.heightProperty().bind(heightProperty());
    setClip(clip);
    inks = new Inks<>(this, SHEET, this::recolour);
    model.treeProperty().subscribe(_ -> reopen());
    model.sizeProperty().subscribe(_ -> regrow());
    model.foldingProperty().addListener((_, _, _) -> regrow());
    model.cursorProperty().subscribe(_ -> restate());
    model.metricProperty().subscribe(_ -> restate());
    model.selectedProperty().subscribe(this::chosen);
    model.hoveredProperty().subscribe(_ -> repaint());
    gestures.install();
  }

  Subject subject() {
    return model;
  }

  /** Shown in place of a tree without nodes. */
  public StringProperty emptyTextProperty() {
    return empty.textProperty();
  }

  /** Whether the view glides where it goes; off, it jumps. */
  public void setAnimated(boolean animated) {
    cameraMan.setAnimated(animated);
  }

  /** Shows the whole tree, and goes on doing so while it grows, until the view is moved. */
  public void fit() {
    cameraMan.fit();
  }

  /** Shows the whole tree if its words can be read so, else what the search is at. */
  public void home() {
    int current = model.current();
    if (!scene.isEmpty()) {
      cameraMan.home(current < 0 || current >= scene.nodes() ? 0 : scene.boxOf(current));
    }
  }

  /** Brings a node into view, moving as little as needed. */
  public void reveal(int node) {
    if (node >= 0 && node < scene.nodes()) {
      cameraMan.reveal(scene.boxOf(node));
    }
  }

  /** Puts a node in the middle, at a size that can be read. */
  public void centre(int node) {
    if (node >= 0 && node < scene.nodes()) {
      cameraMan.centre(scene.boxOf(node));
    }
  }

  /** Multiplies the scale, keeping the middle of the view where it is. */
  public void zoom(double factor) {
    cameraMan.zoom(factor, getWidth() / 2, getHeight() / 2);
  }

  /** The colour of a run among several, from 0, as the theme has it. */
  public Color runColor(int run) {
    return palette.of(TreeInk.run(run));
  }

  /** Chooses the node that lies this way from the one chosen, and shows it. */
  public void walk(Way way) {
    gestures.walk(way);
  }

  CameraMan cameraMan() {
    return cameraMan;
  }

  TreeScene scene() {
    return scene;
  }

  TreeFonts fonts() {
    return fonts;
  }

  Palette palette() {
    return palette;
  }

  /** What is on screen; changes with every repaint. */
  ReadOnlyObjectProperty<TreeFrame> frameProperty() {
    return frame.getReadOnlyProperty();
  }

  private void reopen() {
    placed = false;
    sceneTree = null;
    cameraMan.forget();
    grower.forget();
    regrow();
  }

  private void regrow() {
    stale = true;
    repaint();
  }

  private void restate() {
    if (!growsBeside() || model.cursor() < model.sizeProperty().get()) {
      states = null;
    }
    repaint();
    if (placed) {
      // The scene has to know the node before it can be shown.
      refresh();
      int current = model.current();
      if (current >= 0 && current < scene.nodes()) {
        cameraMan.keepInView(scene.boxOf(current));
      }
    }
  }

  private void chosen(Number node) {
    repaint();
    int chosen = node.intValue();
    if (chosen >= 0 && chosen < model.tree().nodes()) {
      setAccessibleText(model.words(chosen));
    }
  }

  void repaint() {
    setNeedsLayout(true);
  }

  private void refresh() {
    TextTree tree = model.tree();
    if (search != null && growsBeside()) {
      regrown(search);
      return;
    }
    boolean same = tree.equals(sceneTree);
    if (!stale && same) {
      return;
    }
    TreeScene before = scene;
    scene =
        same && model.keepsNumbers()
            ? before.grown(tree, model.folding(), fonts.measure())
            : TreeScene.of(tree, model.folding(), fonts.measure());
    sceneTree = tree;
    stale = false;
    states = null;
    if (same) {
      follow(before);
    }
  }

  private void follow(TreeScene before) {
    if (placed && !before.isEmpty()) {
      int anchor = model.selected() >= 0 ? model.selected() : model.current();
      cameraMan.regrown(before, scene, model.keepsNumbers() ? anchor : 0);
    }
  }

  /** Whether the tree is so large that it must not be laid out within a frame as it grows. */
  private boolean growsBeside() {
    return search != null
        && model.tree().equals(sceneTree)
        && placed
        && scene.nodes() >= TreeGrower.LARGE;
  }

  /** Takes the layout that was made beside the window, and asks for the next if there is need. */
  private void regrown(TreeViewModel search) {
    SearchTree tree = search.tree();
    EventSource source = search.source();
    TreeGrower.Grown grown = grower.take();
    if (grown != null && grown.source().equals(source) && grown.scene().nodes() >= scene.nodes()) {
      TreeScene before = scene;
      scene = grown.scene();
      boolean atEnd = grown.cursor() == grown.size() && search.cursor() == search.size();
      boolean fits =
          grown.metric() == search.metric() && (atEnd || grown.cursor() == search.cursor());
      states = fits ? grown.states() : null;
      stale = grown.size() < tree.size() || grown.folding() != model.folding();
      follow(before);
    }
    if (stale && source != null) {
      grower.ask(source, tree.size(), search.cursor(), search.metric(), model.folding(), scene);
    }
  }

  @Override
  protected void layoutChildren() {
    double width = snapSizeX(getWidth());
    double height = snapSizeY(getHeight());
    canvas.setWidth(width);
    canvas.setHeight(height);
    layoutInArea(
        empty,
        24,
        24,
        Math.max(0, width - 48),
        Math.max(0, height - 48),
        0,
        javafx.geometry.HPos.CENTER,
        javafx.geometry.VPos.CENTER);
    refresh();
    empty.setVisible(scene.isEmpty());
    if (width <= 0 || height <= 0) {
      return;
    }
    if (!placed && !scene.isEmpty()) {
      placed = true;
      home();
    } else if (placed && (width != shownWidth || height != shownHeight)) {
      int current = model.current();
      cameraMan.resized(current < 0 || current >= scene.nodes() ? 0 : scene.boxOf(current));
    }
    shownWidth = width;
    shownHeight = height;
    paint(width, height);
  }

  private void paint(double width, double height) {
    TreeStates now = states;
    if (now == null) {
      now = model.states(scene);
      states = now;
    }
    int selected = box(model.selected());
    int hovered = box(model.hoveredProperty().get());
    int shown = hovered >= 0 ? hovered : selected;
    TreeFrame next =
        new TreeFrame(
            scene,
            now,
            palette,
            cameraMan.camera(),
            width,
            height,
            box(model.current()),
            selected,
            hovered,
            shown < 0 ? new BitSet() : TreeFrame.path(scene, shown),
            model.chosen(scene));
    painter.paint(canvas.getGraphicsContext2D(), next);
    frame.set(next);
  }

  private int box(int node) {
    return node >= 0 && node < scene.nodes() ? scene.boxOf(node) : -1;
  }

  @Override
  public String getUserAgentStylesheet() {
    return Objects.requireNonNull(
            TreeCanvas.class.getResource("/dev/espalier/app/tree/tree.css"), "tree.css")
        .toExternalForm();
  }

  @Override
  public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
    return SHEET.metaData();
  }

  private void recolour() {
    palette = new Palette(inks::of);
    cameraMan.setTypeScale(inks.typeScale());
    repaint();
  }
}
