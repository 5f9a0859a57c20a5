package dev.espalier.app.tree.canvas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.espalier.app.tree.Grain;
import dev.espalier.app.tree.Metric;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.app.tree.layout.TreeScene;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.SearchEvent;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;

class TreeCanvasTest {

  private static final double WIDTH = 900;
  private static final double HEIGHT = 600;

  private final TreeViewModel model = new TreeViewModel();
  private final TreeCanvas canvas = FxThread.call(this::shown);

  private TreeCanvas shown() {
    TreeCanvas made = new TreeCanvas(model);
    StackPane root = new StackPane(made);
    Scene scene = new Scene(root, WIDTH, HEIGHT);
    scene.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
    made.setAnimated(false);
    return made;
  }

  /** Runs on the JavaFX thread with the canvas laid out before and after. */
  private void fx(Runnable work) {
    FxThread.call(() -> {
      layOut();
      work.run();
      layOut();
      return null;
    });
  }

  private void layOut() {
    var root = Objects.requireNonNull(canvas.getScene()).getRoot();
    root.applyCss();
    root.layout();
  }

  private TreeFrame frame() {
    return Objects.requireNonNull(canvas.frameProperty().get());
  }

  private void mouse(EventType<MouseEvent> type, double x, double y, int clicks) {
    Event.fireEvent(
        canvas,
        new MouseEvent(
            type,
            x,
            y,
            x,
            y,
            MouseButton.PRIMARY,
            clicks,
            false,
            false,
            false,
            false,
            true,
            false,
            false,
            true,
            false,
            true,
            null));
  }

  private void click(double x, double y, int clicks) {
    mouse(MouseEvent.MOUSE_PRESSED, x, y, clicks);
    mouse(MouseEvent.MOUSE_RELEASED, x, y, clicks);
  }

  private void click(int box, int clicks) {
    TreeScene scene = canvas.scene();
    Camera camera = canvas.cameraMan().camera();
    click(
        camera.viewX(scene.x(box) + scene.width(box) / 2),
        camera.viewY(scene.middleY(box)),
        clicks);
  }

  private void press(KeyCode code) {
    Event.fireEvent(
        canvas, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
  }

  private boolean inView(int box) {
    Camera camera = canvas.cameraMan().camera();
    TreeScene scene = canvas.scene();
    return camera.viewX(scene.x(box)) >= 0
        && camera.viewY(scene.y(box)) >= 0
        && camera.viewX(scene.x(box) + scene.width(box)) <= WIDTH
        && camera.viewY(scene.y(box) + scene.height(box)) <= HEIGHT;
  }

  @Test
  void aClickChoosesTheNodeUnderThePointer() {
    fx(() -> model.open(SyntheticSearch.aStar()));
    fx(() -> click(3, 1));
    assertThat(model.selected()).isEqualTo(3);
    assertThat(frame().selected()).isEqualTo(3);
    assertThat(frame().highlighted().get(0)).isTrue();
    fx(() -> click(2, HEIGHT - 2, 1));
    assertThat(model.selected()).isEqualTo(-1);
  }

  @Test
  void pointingAtANodeHoversItAndLeavingEndsThat() {
    fx(() -> model.open(SyntheticSearch.aStar()));
    fx(() -> {
      Camera camera = canvas.cameraMan().camera();
      mouse(
          MouseEvent.MOUSE_MOVED,
          camera.viewX(canvas.scene().x(2) + 5),
          camera.viewY(canvas.scene().middleY(2)),
          0);
    });
    assertThat(model.hovered()).isEqualTo(2);
    fx(() -> mouse(MouseEvent.MOUSE_EXITED, 0, 0, 0));
    assertThat(model.hovered()).isEqualTo(-1);
  }

  @Test
  void draggingMovesTheWorldWithThePointerAndChoosesNothing() {
    fx(() -> model.open(SyntheticSearch.aStar()));
    Camera before = canvas.cameraMan().camera();
    fx(() -> {
      mouse(MouseEvent.MOUSE_PRESSED, 400, 300, 1);
      mouse(MouseEvent.MOUSE_DRAGGED, 430, 320, 1);
      mouse(MouseEvent.MOUSE_DRAGGED, 460, 340, 1);
      mouse(MouseEvent.MOUSE_RELEASED, 460, 340, 1);
    });
    Camera after = canvas.cameraMan().camera();
    assertThat(after.viewX(0) - before.viewX(0)).isCloseTo(60, within(1e-6));
    assertThat(after.viewY(0) - before.viewY(0)).isCloseTo(40, within(1e-6));
    assertThat(model.selected()).isEqualTo(-1);
  }

  @Test
  void theWheelZoomsAroundThePointer() {
    fx(() -> model.open(SyntheticSearch.aStar()));
    Camera before = canvas.cameraMan().camera();
    fx(() ->
        Event.fireEvent(
            canvas,
            new ScrollEvent(
                ScrollEvent.SCROLL,
                300,
                200,
                300,
                200,
                false,
                false,
                false,
                false,
                false,
                false,
                0,
                80,
                0,
                80,
                ScrollEvent.HorizontalTextScrollUnits.NONE,
                0,
                ScrollEvent.VerticalTextScrollUnits.NONE,
                0,
                0,
                null)));
    Camera after = canvas.cameraMan().camera();
    assertThat(after.scale()).isGreaterThan(before.scale());
    assertThat(after.worldX(300)).isCloseTo(before.worldX(300), within(1e-6));
    assertThat(after.worldY(200)).isCloseTo(before.worldY(200), within(1e-6));
  }

  @Test
  void zeroFitsTheWholeTreeAndItStaysFittedWhileItGrows() {
    EventLog whole = SyntheticSearch.aStar();
    EventLog live = new EventLog();
    for (int i = 0; i < 200; i++) {
      live.append(List.of(whole.event(i)));
    }
    fx(() -> model.open(live));
    fx(() -> press(KeyCode.DIGIT0));
    for (int i = 200; i < whole.size(); i++) {
      live.append(List.of(whole.event(i)));
    }
    fx(() -> model.refresh(Integer.MAX_VALUE));
    for (int box = 0; box < canvas.scene().boxes(); box++) {
      assertThat(inView(box)).as("box %d", box).isTrue();
    }
  }

  @Test
  void arrowsWalkTheTree() {
    fx(() -> model.open(SyntheticSearch.aStar()));
    fx(() -> press(KeyCode.HOME));
    assertThat(model.selected()).isZero();
    fx(() -> press(KeyCode.RIGHT));
    SearchTree tree = model.tree();
    assertThat(model.selected()).isEqualTo(tree.children(0).get(0));
    fx(() -> press(KeyCode.DOWN));
    assertThat(model.selected()).isEqualTo(tree.children(0).get(1));
    fx(() -> press(KeyCode.UP));
    assertThat(model.selected()).isEqualTo(tree.children(0).get(0));
    fx(() -> press(KeyCode.LEFT));
    assertThat(model.selected()).isZero();
    fx(() -> press(KeyCode.ESCAPE));
    assertThat(model.selected()).isEqualTo(-1);
  }

  @Test
  void theCurrentNodeStaysInViewWhileStepping() {
    fx(() -> model.open(SyntheticSearch.aStar()));
    fx(() -> canvas.centre(0));
    while (model.cursor() > 1) {
      fx(() -> model.back(Grain.STEP));
      if (model.current() >= 0) {
        assertThat(inView(canvas.scene().boxOf(model.current()))).isTrue();
      }
    }
  }

  @Test
  void nothingMovesWhenTheCursorDoes() {
    fx(() -> model.open(SyntheticSearch.aStar()));
    TreeScene before = canvas.scene();
    fx(() -> model.seek(100));
    assertThat(canvas.scene()).isSameAs(before);
    assertThat(frame().states().born()).isLessThan(before.boxes());
  }

  @Test
  void aDoubleClickOnAGhostGoesToItsBirth() {
    fx(() -> model.open(SyntheticSearch.aStar()));
    fx(() -> model.seek(60));
    int last = canvas.scene().boxes() - 1;
    fx(() -> click(last, 2));
    assertThat(model.cursor()).isEqualTo(model.tree().bornBy(last) + 1);
    assertThat(model.selected()).isEqualTo(-1);
  }

  @Test
  void whatIsLookedAtStaysInPlaceWhileTheTreeGrows() {
    EventLog whole = SyntheticSearch.aStar();
    EventLog live = new EventLog();
    for (int i = 0; i < 200; i++) {
      live.append(List.of(whole.event(i)));
    }
    fx(() -> model.followingProperty().set(false));
    fx(() -> model.open(live));
    fx(() -> model.seek(200));
    fx(() -> canvas.centre(1));
    fx(() -> model.select(1));
    double y = canvas.cameraMan().camera().viewY(canvas.scene().middleY(1));
    for (int i = 200; i < whole.size(); i++) {
      live.append(List.of(whole.event(i)));
    }
    fx(() -> model.refresh(Integer.MAX_VALUE));
    assertThat(canvas.cameraMan().camera().viewY(canvas.scene().middleY(1)))
        .isCloseTo(y, within(1e-6));
  }

  @Test
  void coloursFollowTheTheme() {
    fx(() -> model.open(SyntheticSearch.aStar()));
    double light = canvas.palette().of(Ink.BACKGROUND).getBrightness();
    fx(() ->
        Objects.requireNonNull(canvas.getScene())
            .setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheet()));
    double dark = canvas.palette().of(Ink.BACKGROUND).getBrightness();
    assertThat(light).isGreaterThan(0.9);
    assertThat(dark).isLessThan(0.2);
    assertThat(frame().palette()).isSameAs(canvas.palette());
  }

  @Test
  void theMetricChangesTheFillAndNotTheOutline() {
    fx(() -> model.open(SyntheticSearch.aStar()));
    double byScore = frame().states().level(1);
    fx(() -> model.metricProperty().set(Metric.LOG_PROB));
    assertThat(frame().states().level(1)).isNotEqualTo(byScore).isBetween(0.0, 1.0);
    fx(() -> model.metricProperty().set(Metric.NONE));
    assertThat(frame().states().level(1)).isNaN();
    assertThat(frame().states().status(1)).isNotNull();
  }

  @Test
  void aTreeWithoutNodesSaysSo() {
    fx(() -> canvas.emptyTextProperty().set("Press Run to start a search."));
    assertThat(canvas.lookup(".tree-empty").isVisible()).isTrue();
    fx(() -> model.open(SyntheticSearch.aStar()));
    assertThat(canvas.lookup(".tree-empty").isVisible()).isFalse();
  }

  /** A tree too large for one frame is laid out beside the window, and is all there in the end. */
  @Test
  void aLargeTreeThatGrowsIsWholeInTheEnd() throws InterruptedException {
    EventLog whole = SyntheticSearch.large(TreeGrower.LARGE + 500);
    EventLog growing = new EventLog();
    int begun = 3 * TreeGrower.LARGE + 10;
    growing.append(events(whole, 0, begun));
    fx(() -> model.open(growing));
    int nodes = canvas.scene().nodes();
    for (int from = begun; from < whole.size(); from += 100) {
      growing.append(events(whole, from, Math.min(whole.size(), from + 100)));
      fx(() -> model.refresh(1_000));
    }
    long end = System.nanoTime() + 20_000_000_000L;
    while (canvas.scene().nodes() < TreeGrower.LARGE + 500) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
      Thread.sleep(5);
      fx(() -> {});
    }
    assertThat(nodes).isLessThan(TreeGrower.LARGE + 500);
    assertThat(frame().states().born()).isEqualTo(TreeGrower.LARGE + 500);
    assertThat(frame().current()).isEqualTo(canvas.scene().boxOf(TreeGrower.LARGE + 499));
    fx(() -> model.seek(begun));
    assertThat(frame().states().born()).isEqualTo(nodes);
  }

  private static List<SearchEvent> events(EventLog log, int from, int to) {
    return IntStream.range(from, to).mapToObj(log::event).toList();
  }
}
