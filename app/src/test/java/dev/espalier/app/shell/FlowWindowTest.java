package dev.espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.condition.ConditionException;
import dev.espalier.app.engine.DeskEngine;
import dev.espalier.app.engine.InstalledModels;
import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.engine.SessionFiles;
import dev.espalier.app.export.ExportFormat;
import dev.espalier.app.inspector.Explanation.Term;
import dev.espalier.app.library.Shelves;
import dev.espalier.app.run.ScriptedEngine;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.SessionFile;
import dev.espalier.sessions.SessionHeader;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What someone does with the window from one end to the other. */
@Timeout(240)
class FlowWindowTest {

  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");

  @TempDir Path folder;

  private final EventLog script = SyntheticSearch.aStar();

  private WindowDriver open() {
    WindowDriver window =
        WindowDriver.open(ScriptedEngine.of(script), new MemorySessions(), script);
    WindowDriver.fx(() ->
        window.desk.showDemo(
            new SessionStore.Opened(script, WindowDriver.order(), "a script", "")));
    window.frames(3);
    return window;
  }

  /** Pixels below the line of the scrubber that differ, within a dot of a cursor. */
  private static int changed(
      WindowDriver window, BufferedImage before, BufferedImage after, int cursor) {
    Bounds bounds =
        WindowDriver.onFx(() -> {
          Node scrubber = window.node("scrubber");
          return scrubber.localToScene(scrubber.getBoundsInLocal());
        });
    int side = 10;
    int at =
        (int)
            (bounds.getMinX()
                + side
                + (bounds.getWidth() - 2 * side)
                    * cursor
                    / WindowDriver.<Integer>onFx(() -> window.desk.tree().size()));
    int count = 0;
    for (int x = at - 4; x <= at + 4; x++) {
      for (int y = (int) (bounds.getMinY() + 0.72 * bounds.getHeight());
          y < bounds.getMaxY();
          y++) {
        count += before.getRGB(x, y) == after.getRGB(x, y) ? 0 : 1;
      }
    }
    return count;
  }

  @Test
  void aBreakpointIsHitOnTheWayBackAndItsHitsAreMarkedOnTheScrubber() {
    try (WindowDriver window = open()) {
      BufferedImage before = window.picture();
      WindowDriver.fx(() -> {
        try {
          window.desk.transport().breakpoints().add("type == \"pruned\"");
        } catch (ConditionException e) {
          throw new AssertionError(e);
        }
      });
      window.frames(3);
      BufferedImage after = window.picture();
      int last =
          WindowDriver.onFx(() -> window.desk.transport().breakpoints().previous(script.size()));
      assertThat(last).isPositive();
      assertThat(changed(window, before, after, last)).as("a dot").isGreaterThan(4);
      WindowDriver.fx(() -> window.node("tree").requestFocus());
      window.press(KeyCode.SHIFT, KeyCode.F10);
      assertThat(window.desk.tree().cursor()).isEqualTo(last);
      assertThat(script.event(last - 1).getClass().getSimpleName()).isEqualTo("Pruned");
      assertThat(window.text("place")).startsWith("event %d of".formatted(last));
      int earlier = WindowDriver.onFx(() -> window.desk.transport().breakpoints().previous(last));
      window.press(KeyCode.SHIFT, KeyCode.F10);
      assertThat(window.desk.tree().cursor()).isEqualTo(earlier < 0 ? last : earlier);
    }
  }

  @Test
  void aNumberOfTheExplanationLeadsToTheEventThatWroteIt() {
    try (WindowDriver window = open()) {
      WindowDriver.fx(() -> window.desk.tree().select(9));
      window.frames(2);
      Term term =
          Objects.requireNonNull(
              window.desk.inspector().report().why().terms().detect(one -> one.event() >= 0));
      Node figure = WindowDriver.onFx(() -> window.stage().getScene().lookup(".terms .link"));
      assertThat(((Label) figure).getText()).isEqualTo(term.value());
      WindowDriver.fx(figure::requestFocus);
      window.press(KeyCode.ENTER);
      assertThat(window.desk.tree().cursor()).isEqualTo(term.event() + 1);
      assertThat(window.desk.tree().selected()).as("still looked at").isEqualTo(9);
      assertThat(window.text("place")).startsWith("event %d of".formatted(term.event() + 1));
    }
  }

  @Test
  void thePseudoCodeMarksItsLineAndFillsInTheValuesWhileStepping() {
    try (WindowDriver window = open()) {
      WindowDriver.fx(() -> window.node("tree").requestFocus());
      window.press(KeyCode.DIGIT5);
      WindowDriver.fx(window.desk.transport()::toStart);
      window.frames(3);
      assertThat(current(window)).as("nothing happened yet").isEmpty();
      String before = "";
      int moved = 0;
      int filled = 0;
      for (int i = 0; i < 6; i++) {
        WindowDriver.fx(() -> window.desk.transport().forward(dev.espalier.app.tree.Grain.EVENT));
        window.frames(2);
        String line = current(window);
        moved += line.equals(before) ? 0 : 1;
        filled += line.contains("=") ? 1 : 0;
        before = line;
      }
      assertThat(moved).as("lines marked: the last was %s", before).isGreaterThan(2);
      assertThat(filled).as("with values: the last was %s", before).isGreaterThan(1);
    }
  }

  /** The text of the marked lines, values and all, as a screen reader hears them. */
  private static String current(WindowDriver window) {
    return WindowDriver.onFx(() -> {
      StringBuilder text = new StringBuilder();
      for (Node line : window.stage().getScene().getRoot().lookupAll(".pseudo-code-line")) {
        if (line.getPseudoClassStates().contains(CURRENT)) {
          text.append(line.getAccessibleText()).append('\n');
        }
      }
      return text.toString();
    });
  }

  @Test
  void aForbiddenTextMakesAForkThatSaysWhatItBranchedOffAndIsHeldAgainstIt() throws Exception {
    Path demo = folder.resolve("demo.espalier");
    try (InputStream in =
        FlowWindowTest.class.getResourceAsStream("/dev/espalier/app/desktop/demo.espalier")) {
      Files.copy(Objects.requireNonNull(in), demo);
    }
    SessionFiles sessions = new SessionFiles();
    DeskEngine engine =
        new DeskEngine(
            new InstalledModels(ModelPlaces.installed()),
            ModelPlaces.BUNDLED,
            sessions,
            folder,
            Clock.systemUTC());
    try (WindowDriver window = WindowDriver.open(engine, sessions, script)) {
      WindowDriver.fx(() -> window.desk.open(demo));
      window.waitFor("the demo", () -> window.desk.tree().size() > 0);
      EventSource parent = WindowDriver.onFx(() -> window.desk.tree().source());
      byte[] bytes = Files.readAllBytes(demo);
      WindowDriver.fx(
          () -> window.desk.tree().select(window.desk.tree().tree().currentNode(parent.size())));
      window.frames(2);
      WindowDriver.fx(window.desk.inspector()::forbidText);
      window.waitFor(
          "the fork",
          () ->
              window.desk.forking().parent() != null
                  || window.desk.notice().kind() == Notice.Kind.ERROR);
      window.frames(2);
      assertThat(window.text("banner-text"))
          .startsWith("Branched off demo.espalier after step")
          .contains("never “");
      EventSource fork = WindowDriver.onFx(() -> window.desk.tree().source());
      SessionHeader.Parent branch =
          Objects.requireNonNull(Objects.requireNonNull(sessions.header(fork)).parent());
      assertThat(branch.session()).isEqualTo("demo.espalier");
      assertThat(branch.step()).isNotNegative();
      assertThat(branch.edit()).startsWith("never “");
      window.waitFor("the end", () -> !window.desk.status().busy());
      window.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.U);
      window.frames(3);
      assertThat(WindowDriver.<Integer>onFx(() -> window.desk.comparing().model().runs()))
          .isEqualTo(2);
      assertThat(window.shown("union-tree")).isTrue();
      assertThat(window.text("comparison-run-A")).isEqualTo("demo.espalier");
      assertThat(Files.readAllBytes(demo)).as("the parent is left alone").isEqualTo(bytes);
    }
  }

  @Test
  void everyExportIsAFileThatItsReadersTake() throws Exception {
    Path session = Shelves.write(folder.resolve("buns.espalier"), "Buns", 1);
    try (WindowDriver window =
        WindowDriver.open(ScriptedEngine.of(script), new SessionFiles(), script)) {
      WindowDriver.fx(() -> window.desk.open(session));
      window.waitFor("the session", () -> window.desk.tree().size() == script.size());
      int nodes = WindowDriver.onFx(() -> window.desk.tree().tree().nodes());
      for (ExportFormat format : ExportFormat.values()) {
        Path file = folder.resolve("tree." + format.extension());
        WindowDriver.fx(() -> window.desk.exporting().export(format, file));
        exported(window, file);
        String text = Files.readString(file);
        switch (format) {
          case SVG ->
              assertThat(
                      DocumentBuilderFactory.newInstance()
                          .newDocumentBuilder()
                          .parse(file.toFile())
                          .getElementsByTagName("rect")
                          .getLength())
                  .isEqualTo(nodes + 1);
          case HTML -> assertThat(text).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
          case DOT -> assertThat(text).startsWith("digraph").endsWith("}\n");
          case MERMAID -> assertThat(text).startsWith("flowchart").contains("-->");
          case TIKZ -> assertThat(text).contains("\\begin{tikzpicture}", "\\end{tikzpicture}");
          case CSV -> assertThat(text.split("\r\n", -1)).hasSize(nodes + 2);
        }
      }
      Path events = folder.resolve("events.jsonl");
      WindowDriver.fx(() -> window.desk.exporting().exportEvents(events));
      exported(window, events);
      assertThat(SessionFile.read(events).log().size()).isEqualTo(script.size());
      assertThat(WindowDriver.onFx(() -> window.desk.fileProperty().get()))
          .as("notes still go to the session's own file")
          .isEqualTo(session);
    }
  }

  private static void exported(WindowDriver window, Path file) {
    window.waitFor(
        file.toString(),
        () -> window.desk.notice().headline().equals("Exported %s.".formatted(file.getFileName())));
  }
}
