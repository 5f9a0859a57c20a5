package dev.espalier.app.lesson;

import org.commonmark.node.CustomNode;

/** A figure of a recording inside prose. */
public final class Told extends CustomNode {

  private final String words;
  private final boolean quoted;

  Told(String words, boolean quoted) {
    this.words = words;
    this.quoted = quoted;
  }

  /** The figure in running text: words of the search in quotes. */
  public String written() {
    return quoted ? "“" + words + "”" : words;
  }
}
