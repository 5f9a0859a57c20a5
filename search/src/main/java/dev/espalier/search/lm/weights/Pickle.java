package dev.espalier.search.lm.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Weights that Python's pickle wrote. A pickle is a program that its reader runs, so whoever wrote
 * it decides what happens; none is opened, whatever it holds.
 */
public final class Pickle {

  private static final Pattern NAME =
      Pattern.compile(".*\\.(bin|pt|pth|ckpt|pkl|pickle)", Pattern.CASE_INSENSITIVE);

  private static final String WHY =
      "it is a Python pickle, which can run any program when it is read, so it is not opened. Take"
          + " the model as safetensors or GGUF: many repositories hold both, and in Python"
          + " AutoModelForCausalLM.from_pretrained(FOLDER).save_pretrained(NEW_FOLDER) writes"
          + " safetensors, where its writer is trusted";

  private Pickle() {}

  /**
   * Refuses a file that is a pickle by its name or by how it begins.
   *
   * @throws ModelFormatException if it is one; the message names the way out
   */
  public static void refuse(Path file) throws ModelFormatException {
    if (isNamedSo(file) || beginsSo(file)) {
      throw new ModelFormatException(file, WHY);
    }
  }

  /** Refuses a folder whose weights are pickles. */
  static void refuseIn(Path folder) throws ModelFormatException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (isNamedSo(file) && Files.isRegularFile(file)) {
          throw new ModelFormatException(file, WHY);
        }
      }
    } catch (IOException e) {
      throw new ModelFormatException(folder, "it cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isNamedSo(Path file) {
    return NAME.matcher(String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT)).matches();
  }

  /** Either bare (opcode PROTO and a version) or in a zip file, as PyTorch saves it. */
  private static boolean beginsSo(Path file) throws ModelFormatException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] begin = in.readNBytes(4);
      return (begin.length > 1 && (begin[0] & 0xFF) == 0x80 && begin[1] >= 2 && begin[1] <= 5)
          || (begin.length == 4
              && begin[0] == 'P'
              && begin[1] == 'K'
              && begin[2] == 3
              && begin[3] == 4);
    } catch (IOException e) {
      throw new ModelFormatException(file, "it cannot be read: " + e.getMessage(), e);
    }
  }
}
