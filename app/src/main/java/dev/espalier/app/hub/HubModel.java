package dev.espalier.app.hub;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model of the hub at one of its revisions.
 *
 * @param id as the hub writes it, {@code ORG/NAME}
 * @param revision a branch, tag or commit
 */
public record HubModel(String id, String revision) {

  /** The revision that is meant where none is named. */
  public static final String MAIN = "main";

  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if the names cannot be ones of the hub
   */
  public HubModel {
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "\"%s\" is no model of the hub; one is written ORG/NAME".formatted(id));
    }
    if (!isPath(revision)) {
      throw new IllegalArgumentException(
          "\"%s\" is no revision; a branch, a tag or a commit is one".formatted(revision));
    }
  }

  /** Whether it is written as a model of the hub. */
  public static boolean isId(String text) {
    String[] parts = text.split("/", -1);
    return parts.length == 2 && isPath(text) && !text.contains("--");
  }

  /** Whether it names a place below a folder and no other. */
  static boolean isPath(@Nullable String text) {
    if (text == null) {
      return false;
    }
    for (String part : text.split("/", -1)) {
      if (!PART.matcher(part).matches() || part.contains("..")) {
        return false;
      }
    }
    return true;
  }
}
