package dev.espalier.app.shell;

import dev.espalier.app.run.ScriptedEngine;
import dev.espalier.app.tree.SyntheticDraws;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.search.event.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.input.KeyCode;

/** Renders the window in its states, to be looked at: {@code Pictures FOLDER}. */
final class Pictures {

  private Pictures() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (Theme theme : Theme.values()) {
      String name = theme.name().toLowerCase(java.util.Locale.ROOT);
      WindowMemory memory = new WindowMemory(Files.createTempFile("window", ".properties"));
      memory.theme(theme);
      try (WindowDriver driver =
          WindowDriver.open(
              ScriptedEngine.of(SyntheticSearch.aStar()),
              new MemorySessions(),
              SyntheticSearch.aStar(),
              memory,
              1440,
              900)) {
        driver.picture(folder.resolve(name + "-empty.png"));
        WindowDriver.fx(() -> driver.desk.showDemo(demo(SyntheticSearch.aStar())));
        driver.frames(20);
        driver.picture(folder.resolve(name + "-end.png"));
        WindowDriver.fx(() -> {
          driver.desk.transport().seek(driver.desk.tree().size() * 6 / 10);
          driver.desk.tree().select(9);
        });
        driver.frames(20);
        driver.picture(folder.resolve(name + "-middle.png"));
        driver.press(KeyCode.F8);
        WindowDriver.fx(() -> {
          try {
            driver.desk.transport().breakpoints().add("type == \"pruned\"");
            driver.desk.transport().breakpoints().add("reward < 0.4 && depth > 1");
          } catch (dev.espalier.app.condition.ConditionException e) {
            throw new AssertionError(e);
          }
        });
        driver.type("breakpoint-condition", "reward < 0.4 && dept > 3");
        driver.frames(5);
        driver.picture(folder.resolve(name + "-breakpoints.png"));
        driver.press(KeyCode.ESCAPE);
        driver.click("steer");
        driver.picture(folder.resolve(name + "-steer.png"));
        driver.press(KeyCode.ESCAPE);
        driver.press(KeyCode.DIGIT3);
        driver.picture(folder.resolve(name + "-outline.png"));
        driver.press(KeyCode.DIGIT4);
        WindowDriver.fx(() -> {
          driver.desk.tree().select(-1);
          driver.desk.transport().toEnd();
        });
        driver.picture(folder.resolve(name + "-text.png"));
        driver.press(KeyCode.DIGIT1);
        driver.click("settings");
        driver.picture(folder.resolve(name + "-settings.png"));
        driver.press(KeyCode.ESCAPE);
        driver.click("constraint");
        driver.click("constraint-grammar");
        WindowDriver.fx(() -> {
          driver
              .desk
              .setup()
              .constraint()
              .textProperty()
              .set("root ::= term (op term)*\nterm ::= [0-9]+ | sum\nop ::= \" + \"\n");
          driver.desk.setup().constraint().trialProperty().set("1 + x");
        });
        driver.waitFor("the check", () -> !driver.desk.setup().problem().isEmpty());
        driver.frames(5);
        driver.picture(folder.resolve(name + "-constraint-wrong.png"));
        WindowDriver.fx(() ->
            driver
                .desk
                .setup()
                .constraint()
                .textProperty()
                .set("root ::= term (op term)*\nterm ::= [0-9]+\nop ::= \" + \"\n"));
        driver.waitFor("the check", () -> driver.desk.setup().problem().isEmpty());
        driver.frames(5);
        driver.picture(folder.resolve(name + "-constraint.png"));
        driver.click("constraint-free");
        driver.press(KeyCode.ESCAPE);
        driver.click("budget");
        driver.picture(folder.resolve(name + "-budget.png"));
        driver.press(KeyCode.ESCAPE);
        driver.press(KeyCode.CONTROL, KeyCode.K);
        driver.type("palette", "ex");
        driver.picture(folder.resolve(name + "-palette.png"));
        driver.press(KeyCode.ESCAPE);
        driver.press(KeyCode.F1);
        driver.picture(folder.resolve(name + "-keys.png"));
        driver.press(KeyCode.ESCAPE);
        WindowDriver.fx(() -> driver.desk.showDemo(demo(SyntheticSearch.beam())));
        WindowDriver.fx(() -> {
          driver.desk.transport().seek(driver.desk.tree().size() / 2);
          driver.desk.tree().select(14);
        });
        driver.frames(20);
        driver.picture(folder.resolve(name + "-beam.png"));
        WindowDriver.fx(() -> {
          driver.desk.showDemo(demo(SyntheticDraws.sampled()));
          driver.controller.load();
        });
        driver.waitFor("the model", () -> !driver.desk.status().model().isEmpty());
        driver.frames(20);
        driver.picture(folder.resolve(name + "-draws.png"));
        WindowDriver.fx(() -> {
          driver.desk.showDemo(demo(SyntheticDraws.particles(8, 7)));
          driver.desk.tree().select(27);
        });
        driver.press(KeyCode.DIGIT2);
        driver.frames(20);
        driver.picture(folder.resolve(name + "-lanes.png"));
        WindowDriver.fx(() -> {
          driver.desk.tree().select(-1);
          driver.desk.transport().seek(driver.desk.tree().size() / 2);
        });
        driver.frames(5);
        driver.picture(folder.resolve(name + "-lanes-middle.png"));
        driver.press(KeyCode.DIGIT1);
        WindowDriver.fx(() -> driver.desk.open(Path.of("broken.espalier")));
        driver.frames(20);
        WindowDriver.fx(() -> {
          driver.stage().setWidth(1000);
          driver.stage().setHeight(1000);
        });
        driver.frames(5);
        driver.picture(folder.resolve(name + "-error-small.png"));
      }
    }
    System.exit(0);
  }

  private static SessionStore.Opened demo(EventLog log) {
    return new SessionStore.Opened(log, WindowDriver.order(), "scripted", "");
  }
}
