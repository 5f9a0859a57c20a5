package dev.espalier.app.desktop;

import dev.espalier.app.engine.LoadedModels;
import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.engine.Replays;
import dev.espalier.app.engine.RunReport;
import dev.espalier.app.engine.Searches;
import dev.espalier.app.run.RunRefused;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.canvas.TreePicture;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.run.SearchRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** What the program does where there is no display: the demo's search, on the real models. */
public final class WithoutDisplay {

  /** The system property that names the folder of what is written; else the working directory. */
  private static final String OUTPUT = "espalier.output";

  private WithoutDisplay() {}

  /**
   * Runs the demo's search, records it and draws its tree.
   *
   * @return the exit code
   */
  public static int run(PrintStream out, PrintStream err) {
    out.println("There is no display, so the demo runs here and is written to files.");
    Display.prepare();
    Path folder = Path.of(System.getProperty(OUTPUT, "")).toAbsolutePath();
    Path session = folder.resolve("demo.espalier");
    Path picture = folder.resolve("demo.png");
    ModelPlaces places = ModelPlaces.installed();
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(session);
      try (LoadedModels models =
          LoadedModels.open(
              places.find(ModelPlaces.LANGUAGE_MODEL),
              places.find(ModelPlaces.REWARD_MODEL),
              RuntimeOptions.DEFAULT)) {
        SearchOrder order = Replays.order(Demo.session().header());
        long begin = System.nanoTime();
        SearchRun<?> run = new Searches(models, Clock.systemUTC()).start(order, session);
        run.runToEnd();
        double seconds = (System.nanoTime() - begin) / 1e9;
        TreePicture.of(SearchTree.of(run.events()), false).write(picture);
        out.println();
        out.println(order.prompt());
        out.println();
        out.print(
            RunReport.of(
                    order,
                    run.events(),
                    seconds,
                    session,
                    models.description().id(),
                    models.description().device())
                .words());
        out.println("picture   " + picture);
        return 0;
      }
    } catch (RunRefused refused) {
      err.println(refused.words());
      return 2;
    } catch (IOException e) {
      err.println("The demo cannot be written. " + e.getMessage());
      return 1;
    }
  }
}
