package dev.espalier.search.lm.transformer;

/** The number format of weights, cache and matrix products. */
public enum Precision {
  FP32("fp32", 6, 4),
  BF16("bf16", 15, 2);

  private final String label;
  private final int code;
  private final int bytes;

  Precision(String label, int code, int bytes) {
    this.label = label;
    this.code = code;
    this.bytes = bytes;
  }

  /** How it is written in options and records. */
  public String label() {
    return label;
  }

  /** The number the tensor library gives the format. */
  int code() {
    return code;
  }

  /** Bytes a number. */
  int bytes() {
    return bytes;
  }
}
