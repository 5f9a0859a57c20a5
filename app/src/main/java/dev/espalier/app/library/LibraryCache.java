package dev.espalier.app.library;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.datatype.eclipsecollections.EclipseCollectionsModule;

/**
 * What was known of the files of a library when the program last ended, in a file of JSON Lines.
 * Nothing depends on it but the time it takes to show a library again.
 */
final class LibraryCache {

  private static final Logger log = LoggerFactory.getLogger(LibraryCache.class);

  /** To be raised whenever what is kept of a session changes. */
  private static final String HEAD = "{\"espalier-library\":1}";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new EclipseCollectionsModule())
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private LibraryCache() {}

  /** What a file holds; nothing if it is missing, of another version or damaged. */
  static ImmutableList<LibraryEntry> read(Path file) {
    MutableList<LibraryEntry> entries = Lists.mutable.empty();
    if (Files.isRegularFile(file)) {
      try (BufferedReader reader = Files.newBufferedReader(file)) {
        if (HEAD.equals(reader.readLine())) {
          for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            entries.add(JSON.readValue(line, LibraryEntry.class));
          }
        }
      } catch (IOException | JacksonException e) {
        log.debug("{} is ignored", file, e);
        return Lists.immutable.empty();
      }
    }
    return entries.toImmutable();
  }

  /** Writes entries; a failure is logged and costs no more than time. */
  static void write(Path file, Collection<LibraryEntry> entries) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path beside = Files.createTempFile(folder, ".library", ".jsonl");
      MutableList<String> lines = Lists.mutable.of(HEAD);
      entries.forEach(entry -> lines.add(JSON.writeValueAsString(entry)));
      Files.write(beside, lines);
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.debug("what is known of the library is not kept in {}", file, e);
    }
  }
}
