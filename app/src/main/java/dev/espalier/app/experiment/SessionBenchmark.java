package dev.espalier.app.experiment;

import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.canvas.CanvasBenchmark;
import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.Session;
import dev.espalier.sessions.SessionFile;
import dev.espalier.sessions.SessionFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/** Times opening a long session and going to and fro in it. */
public final class SessionBenchmark {

  private static final int SEEKS = 1_000;

  private SessionBenchmark() {}

  /**
   * What was measured; times are in milliseconds.
   *
   * @param megabytes the file's length
   * @param indexKilobytes the index's length
   * @param writing the search and its recording
   * @param firstOpening until the session is open, its index being made
   * @param opening the same, the index being there
   * @param folding all its events into a tree, read from the file
   * @param picture from the tree to the pixels
   * @param firstPicture all of the last three
   * @param seekMedian from a place in time to the pixels
   * @param seekP99 all but one of a hundred take no longer
   * @param eventMedian reading any one event from the file
   */
  public record Figures(
      int events,
      int nodes,
      double megabytes,
      double indexKilobytes,
      double writing,
      double firstOpening,
      double opening,
      double folding,
      double picture,
      double firstPicture,
      double seekMedian,
      double seekP99,
      double eventMedian,
      double eventP99) {

    /** For people. */
    public String words() {
      return String.format(
          Locale.ROOT,
          """
          events            %,d in %,d nodes, %.0f MB, written in %.1f s
          index             %.1f kB, made in %.0f ms
          first picture     %.0f ms: %.0f to open by the index, %.0f to fold, %.0f to paint
          seek to a picture %.1f ms median, %.1f ms at most for 99 of 100
          any one event     %.2f ms median, %.2f ms at most for 99 of 100
          """,
          events,
          nodes,
          megabytes,
          writing / 1e3,
          indexKilobytes,
          firstOpening,
          firstPicture,
          opening,
          folding,
          picture,
          seekMedian,
          seekP99,
          eventMedian,
          eventP99);
    }
  }

  /**
   * Writes a session into a folder and measures.
   *
   * @param events how many it has
   */
  public static Figures time(Path folder, int events) throws IOException, SessionFormatException {
    Path file = folder.resolve("long.espalier");
    long begin = System.nanoTime();
    LongSearch.record(file, events);
    double writing = since(begin);
    begin = System.nanoTime();
    SessionFile.open(file);
    double firstOpening = since(begin);
    long index;
    try (var all = Files.list(folder)) {
      index =
          all.filter(path -> !path.equals(file)).mapToLong(path -> path.toFile().length()).sum();
    }
    CanvasBenchmark canvas = CanvasBenchmark.start();
    begin = System.nanoTime();
    Session session = SessionFile.open(file);
    double opening = since(begin);
    begin = System.nanoTime();
    EventSource log = session.log();
    SearchTree tree = SearchTree.of(log);
    double folding = since(begin);
    double picture = canvas.open(log, tree) / 1e6;
    SplittableRandom random = new SplittableRandom(1);
    double[] seeks = new double[SEEKS];
    Arrays.setAll(seeks, _ -> canvas.seek(random.nextInt(log.size() + 1)) / 1e6);
    double[] reads = new double[SEEKS];
    for (int i = 0; i < SEEKS; i++) {
      int at = random.nextInt(log.size());
      begin = System.nanoTime();
      log.event(at);
      reads[i] = since(begin);
    }
    Arrays.sort(seeks);
    Arrays.sort(reads);
    return new Figures(
        log.size(),
        tree.nodes(),
        Files.size(file) / 1e6,
        index / 1e3,
        writing,
        firstOpening,
        opening,
        folding,
        picture,
        opening + folding + picture,
        seeks[SEEKS / 2],
        seeks[SEEKS * 99 / 100],
        reads[SEEKS / 2],
        reads[SEEKS * 99 / 100]);
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }
}
