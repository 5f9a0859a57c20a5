package dev.espalier.reward.training;

/** The bundled tokenizer's tokens outside of text. */
enum SpecialToken {
  START(0, "<|endoftext|>"),
  USER(1, "<|user|>"),
  ASSISTANT(2, "<|assistant|>"),
  END(3, "<|end|>"),
  STEP(4, "<|step|>");

  private final int id;
  private final String text;

  SpecialToken(int id, String text) {
    this.id = id;
    this.text = text;
  }

  int id() {
    return id;
  }

  String text() {
    return text;
  }
}
