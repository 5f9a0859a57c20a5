package dev.espalier.search.lm.transformer;

/** What goes on while a model is opened; large ones take a while. */
public enum LoadStage {
  /** The files are checked and their hash is taken. */
  READING("Reading the files…"),
  /** Products in both number formats are timed. */
  CALIBRATING("Calibrating bf16 against fp32…"),
  /** The weights are handed over. */
  LOADING("Loading the weights…");

  private final String words;

  LoadStage(String words) {
    this.words = words;
  }

  /** The stage in words. */
  public String words() {
    return words;
  }

  /** Is told of each stage as it begins, on the thread that opens the model. */
  @FunctionalInterface
  public interface Watcher {
    void at(LoadStage stage);

    /** Looks away. */
    Watcher NONE = _ -> {};
  }
}
