package dev.espalier.app.lesson;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where lessons and their recordings lie. */
interface Place {

  /**
   * Opens a file.
   *
   * @throws IOException if it is not there or cannot be read
   */
  InputStream open(String file) throws IOException;

  /** The file as people find it. */
  String named(String file);

  /** Among the resources of the program. */
  static Place resources() {
    return new Place() {
      @Override
      public InputStream open(String file) throws IOException {
        InputStream in = Place.class.getResourceAsStream(file);
        if (in == null) {
          throw new NoSuchFileException(file);
        }
        return in;
      }

      @Override
      public String named(String file) {
        return file;
      }
    };
  }

  /** In a folder of the user's. */
  static Place folder(Path folder) {
    return new Place() {
      @Override
      public InputStream open(String file) throws IOException {
        return Files.newInputStream(folder.resolve(file));
      }

      @Override
      public String named(String file) {
        return folder.resolve(file).toString();
      }
    };
  }

  /**
   * The whole of a text file.
   *
   * @throws LessonException if it is not there or cannot be read
   */
  default String text(String file) throws LessonException {
    try (InputStream in = open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (NoSuchFileException _) {
      throw new LessonException(named(file), 0, "there is no such file");
    } catch (IOException e) {
      throw new LessonException(named(file), 0, "it cannot be read: " + e.getMessage());
    }
  }
}
