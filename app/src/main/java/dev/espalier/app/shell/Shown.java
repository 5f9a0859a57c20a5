package dev.espalier.app.shell;

import dev.espalier.app.run.SearchOrder;
import dev.espalier.search.event.EventSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A search that can be looked at.
 *
 * @param model that a recorded one was made with, or empty
 * @param file it is in, or null
 */
public record Shown(EventSource events, SearchOrder order, String model, @Nullable Path file) {

  /** What it is called. */
  public String name() {
    return file == null ? order.algorithm() : String.valueOf(file.getFileName());
  }
}
