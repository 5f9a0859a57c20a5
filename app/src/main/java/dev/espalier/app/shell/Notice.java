package dev.espalier.app.shell;

/**
 * Something to tell the user in the window.
 *
 * @param headline what happened
 * @param advice what was kept and what to do, possibly empty
 */
public record Notice(Kind kind, String headline, String advice) {

  /** How bad it is. */
  public enum Kind {
    NONE,
    INFORMATION,
    WARNING,
    ERROR
  }

  static final Notice NONE = new Notice(Kind.NONE, "", "");

  static Notice error(String headline, String advice) {
    return new Notice(Kind.ERROR, headline, advice);
  }
}
