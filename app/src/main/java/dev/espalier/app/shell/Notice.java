package dev.espalier.app.shell;

/**
 * Something to tell the user in the window.
 *
 * @param headline what happened
 * @param advice what was kept and what to do, possibly empty
 * @param remedy what a button beside it does about it
 */
public record Notice(Kind kind, String headline, String advice, Remedy remedy) {

  /** How bad it is. */
  public enum Kind {
    NONE,
    INFORMATION,
    WARNING,
    ERROR
  }

  /** What can be done about it at once. */
  public enum Remedy {
    NONE,
    /** Say which file the parent of a fork is in. */
    LOCATE_PARENT
  }

  static final Notice NONE = new Notice(Kind.NONE, "", "");

  Notice(Kind kind, String headline, String advice) {
    this(kind, headline, advice, Remedy.NONE);
  }

  static Notice error(String headline, String advice) {
    return new Notice(Kind.ERROR, headline, advice);
  }
}
