package dev.espalier.app.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A model that is on this machine.
 *
 * @param name by which users name it: {@code ORG/NAME}, or {@code ORG/NAME/FILE.gguf}
 * @param path the folder or file to open
 * @param bytes it takes
 */
public record Downloaded(String name, Path path, long bytes) {

  /** A model of all files in a folder. */
  public static Downloaded ofFolder(String name, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return new Downloaded(name, folder, bytes);
    }
  }
}
