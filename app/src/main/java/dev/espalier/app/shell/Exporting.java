package dev.espalier.app.shell;

import dev.espalier.app.export.ExportFormat;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.Notebook;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;

/** Writes what is on show in forms that other programs read. */
final class Exporting {

  private final DeskViewModel desk;
  private final SessionStore sessions;
  private final FileWork files;

  Exporting(DeskViewModel desk, SessionStore sessions, FileWork files) {
    this.desk = desk;
    this.sessions = sessions;
    this.files = files;
  }

  /** Writes the header and all events, one JSON object a line. */
  void exportEvents(Path path) {
    EventSource events = desk.tree().source();
    if (events == null) {
      desk.tell(Notice.error("There is nothing to export yet.", "Run a search first."));
      return;
    }
    files.begin(
        "Exporting " + path.getFileName() + "…",
        () -> {
          sessions.copy(path, events);
          return path;
        },
        written ->
            desk.tell(
                new Notice(
                    Notice.Kind.INFORMATION, "Exported " + written.getFileName() + ".", "")));
  }

  /** Writes the tree as it is now in a form that other programs read. */
  void export(ExportFormat format, Path path) {
    EventSource events = desk.tree().source();
    if (events == null) {
      desk.tell(Notice.error("There is nothing to export yet.", "Run a search first."));
      return;
    }
    int cursor = desk.tree().cursor();
    Notebook notes = desk.notebook().notebook();
    files.begin(
        "Exporting " + path.getFileName() + "…",
        () -> {
          // The tree on show belongs to the window's thread; a fold of its own does not.
          SearchTree own = SearchTree.of(events);
          Files.writeString(path, format.write(own, cursor, notes));
          return own.nodes();
        },
        nodes -> {
          String caution = format.caution(nodes);
          desk.tell(
              new Notice(
                  caution.isEmpty() ? Notice.Kind.INFORMATION : Notice.Kind.WARNING,
                  "Exported " + path.getFileName() + ".",
                  caution));
        });
  }

  /**
   * Writes a picture as a PNG file.
   *
   * @param picture drawn on another thread than the window's
   */
  void exportPicture(Path path, Callable<BufferedImage> picture) {
    files.begin(
        "Drawing " + path.getFileName() + "…",
        () -> {
          BufferedImage image = picture.call();
          try (OutputStream out = Files.newOutputStream(path)) {
            if (!ImageIO.write(image, "png", out)) {
              throw new IOException("this Java cannot write PNG files");
            }
          }
          return image;
        },
        image ->
            desk.tell(
                new Notice(
                    Notice.Kind.INFORMATION,
                    "Exported %s, %d × %d pixels."
                        .formatted(path.getFileName(), image.getWidth(), image.getHeight()),
                    "")));
  }
}
