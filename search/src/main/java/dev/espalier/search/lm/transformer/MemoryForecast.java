package dev.espalier.search.lm.transformer;

import java.util.Locale;

/**
 * What a model will need, known from its configuration and the heads of its files before any of it
 * is allocated.
 *
 * @param precision number format of weights and cache
 * @param parameters how many weights it has
 * @param weightBytes weights, in that format
 * @param tokenBytes key, value and hidden state of one token
 * @param tokens most tokens the cache will hold
 * @param asked whether so many were asked for, not derived from the memory
 * @param fixedBytes to work in, however full the cache is
 * @param scoreBytes to work in for each token of the cache, up to a limit
 * @param availableBytes what may be used
 */
public record MemoryForecast(
    Precision precision,
    long parameters,
    long weightBytes,
    long tokenBytes,
    int tokens,
    boolean asked,
    long fixedBytes,
    long scoreBytes,
    long availableBytes) {

  /** A number on its way exists in up to three forms. */
  private static final long FORM_BYTES = 3L * Float.BYTES;

  /** Batches are cut so that their scores take no more. */
  private static final long MOST_SCORE_BYTES = FORM_BYTES * TreeEvaluator.SCORE_NUMBERS;

  /** Cache memory taken without being asked for more. */
  private static final long DEFAULT_CACHE = 1L << 30;

  private static final int MOST_TOKENS = 1 << 16;

  /** A cache below this is of no use, whatever else fits. */
  private static final int LEAST_TOKENS = 64;

  /** Without being asked for more, a cache may be this small. */
  private static final int USUAL_TOKENS = 512;

  /** Growing holds the old cache, of half the size, beside the new one. */
  private static final double GROWTH = 1.5;

  /** What keeps a model from fitting. */
  public enum Obstacle {
    /** Nothing does. */
    NONE,
    /** The weights; no shorter context helps. */
    WEIGHTS,
    /** The cache of the context asked for; the weights fit. */
    CONTEXT
  }

  /**
   * Forecasts a model's memory.
   *
   * @param parameters how many weights it has
   * @param largest how many its largest tensor has
   * @param context longest prefix the model knows, in tokens
   * @param askedTokens tokens the cache must hold, 0 to derive them from the memory
   * @param available bytes that may be used
   */
  static MemoryForecast of(
      DecoderShape shape,
      long parameters,
      long largest,
      Precision precision,
      int context,
      int askedTokens,
      long available) {
    long weights = parameters * precision.bytes();
    long token =
        (2L * shape.layers() * shape.kvHeads() * shape.headDim() + shape.width())
            * precision.bytes();
    long scores = FORM_BYTES * TreeEvaluator.BATCH_TOKENS * shape.heads();
    long logits =
        Math.min(
            TreeEvaluator.HEAD_NUMBERS, (long) TreeEvaluator.BATCH_TOKENS * shape.vocabulary());
    // Beside a batch's logits there is, while loading, a weight on its way in.
    long fixed = FORM_BYTES * logits + 2L * Float.BYTES * largest;
    int wanted = askedTokens > 0 ? askedTokens : Math.min(context, USUAL_TOKENS);
    return new MemoryForecast(
            precision,
            parameters,
            weights,
            token,
            wanted,
            askedTokens > 0,
            fixed,
            scores,
            available)
        .withTokensThatFit();
  }

  /** The same model where other memory may be used. */
  public MemoryForecast within(long bytes) {
    return new MemoryForecast(
            precision,
            parameters,
            weightBytes,
            tokenBytes,
            asked ? tokens : Math.min(tokens, USUAL_TOKENS),
            asked,
            fixedBytes,
            scoreBytes,
            Math.max(0, bytes))
        .withTokensThatFit();
  }

  private MemoryForecast withTokensThatFit() {
    if (asked) {
      return this;
    }
    long most = Math.min(affordableTokens() / 2, DEFAULT_CACHE / tokenBytes);
    return withTokens(Math.toIntExact(Math.max(tokens, Math.min(MOST_TOKENS, most))));
  }

  private MemoryForecast withTokens(int count) {
    return new MemoryForecast(
        precision,
        parameters,
        weightBytes,
        tokenBytes,
        count,
        asked,
        fixedBytes,
        scoreBytes,
        availableBytes);
  }

  /** Intermediate results of the largest step, and of loading. */
  public long workspaceBytes() {
    return workspaceBytes(tokens);
  }

  private long workspaceBytes(long count) {
    return fixedBytes + Math.min(MOST_SCORE_BYTES, count * scoreBytes);
  }

  /** The cache at its largest. */
  public long cacheBytes() {
    return cacheBytes(tokens);
  }

  private long cacheBytes(long count) {
    return (long) (count * tokenBytes * GROWTH);
  }

  /** Everything together. */
  public long totalBytes() {
    return weightBytes + cacheBytes() + workspaceBytes();
  }

  public boolean fits() {
    return obstacle() == Obstacle.NONE;
  }

  /** What keeps it from fitting. */
  public Obstacle obstacle() {
    if (totalBytes() <= availableBytes) {
      return Obstacle.NONE;
    }
    return affordableTokens() < LEAST_TOKENS ? Obstacle.WEIGHTS : Obstacle.CONTEXT;
  }

  /** How many tokens of context fit beside the weights. */
  private long affordableTokens() {
    long room = availableBytes - weightBytes - fixedBytes;
    double cached = tokenBytes * GROWTH;
    // Scores grow with the cache until they are cut.
    double most = Math.max((room - MOST_SCORE_BYTES) / cached, room / (cached + scoreBytes));
    return (long) Math.max(0, most);
  }

  /** The numbers, in a sentence. */
  public String words() {
    return String.format(
        Locale.ROOT,
        "the model needs %s of weights (%s), %s for a cache of %d tokens and %s to work in, %s"
            + " together; %s may be used",
        bytes(weightBytes),
        precision.label(),
        bytes(cacheBytes()),
        tokens,
        bytes(workspaceBytes()),
        bytes(totalBytes()),
        bytes(availableBytes));
  }

  /** What would help, as a clause; empty if it fits. */
  public String advice() {
    return switch (obstacle()) {
      case NONE -> "";
      case WEIGHTS -> adviceOnWeights();
      case CONTEXT -> adviceOnContext();
    };
  }

  private String adviceOnWeights() {
    long room = availableBytes - workspaceBytes(LEAST_TOKENS) - cacheBytes(LEAST_TOKENS);
    String smaller =
        room <= 0
            ? "free some memory, or choose a much smaller model"
            : String.format(
                Locale.ROOT,
                "choose a model of at most %,.0f million weights, or free some memory",
                room / (1e6 * precision.bytes()));
    if (precision == Precision.BF16) {
      return "it is the weights, so no shorter context helps: " + smaller;
    }
    long halved = weightBytes / 2;
    return halved <= room
        ? String.format(
            Locale.ROOT,
            "it is the weights, so no shorter context helps: bf16 halves them to %s, which fits",
            bytes(halved))
        : String.format(
            Locale.ROOT,
            "it is the weights, so no shorter context helps, and bf16, at %s, does not fit either:"
                + " %s",
            bytes(halved),
            smaller);
  }

  private String adviceOnContext() {
    long fitting = affordableTokens();
    String shorter =
        String.format(
            Locale.ROOT,
            "the weights fit, the context does not: choose one of at most %,d tokens",
            fitting);
    return precision == Precision.BF16
        ? shorter
        : shorter + ", or bf16, which halves the memory of each token";
  }

  private static String bytes(long bytes) {
    return bytes < 10_000_000_000L
        ? String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%,.1f GB", bytes / 1e9);
  }
}
