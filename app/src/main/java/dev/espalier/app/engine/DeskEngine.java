package dev.espalier.app.engine;

import dev.espalier.app.run.Engine;
import dev.espalier.app.run.RunRefused;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.run.SearchRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The window's searches: on the models that come with the program, each one recorded. */
public final class DeskEngine implements Engine {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss", Locale.ROOT);

  private final ModelPlaces places;
  private final RuntimeOptions options;
  private final SessionFiles sessions;
  private final @Nullable Path folder;
  private final Clock clock;
  private @Nullable LoadedModels loaded;

  /**
   * @param folder where searches are recorded while they run, or null for nowhere
   */
  public DeskEngine(
      ModelPlaces places,
      RuntimeOptions options,
      SessionFiles sessions,
      @Nullable Path folder,
      Clock clock) {
    this.places = places;
    this.options = options;
    this.sessions = sessions;
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public String load() throws RunRefused {
    return models().summary();
  }

  private LoadedModels models() throws RunRefused {
    LoadedModels models = loaded;
    if (models == null) {
      models =
          LoadedModels.open(
              places.find(ModelPlaces.LANGUAGE_MODEL),
              places.find(ModelPlaces.REWARD_MODEL),
              options);
      loaded = models;
    }
    return models;
  }

  @Override
  public SearchRun<?> start(SearchOrder order) throws RunRefused {
    Searches searches = new Searches(models(), clock);
    SearchRun<?> run = searches.start(order, place(order));
    sessions.began(run.events(), searches.header(order));
    return run;
  }

  /** A file that is not there yet. */
  private @Nullable Path place(SearchOrder order) {
    if (folder == null) {
      return null;
    }
    String name = STAMP.format(LocalDateTime.now(clock)) + "-" + order.algorithm();
    Path file = folder.resolve(name + ".espalier");
    for (int i = 2; Files.exists(file); i++) {
      file = folder.resolve(name + "-" + i + ".espalier");
    }
    return file;
  }

  @Override
  public void close() {
    if (loaded != null) {
      loaded.close();
      loaded = null;
    }
  }
}
