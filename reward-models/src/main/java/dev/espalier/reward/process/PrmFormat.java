package dev.espalier.reward.process;

import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.transformer.Checkpoint.Head;
import dev.espalier.search.lm.transformer.DecoderConfig.Family;
import dev.espalier.search.lm.transformer.HuggingFaceTokenizer;
import dev.espalier.search.lm.weights.ModelFormatException;
import java.util.Locale;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/** The published ways of showing a solution to a process reward model. */
public enum PrmFormat {
  /** A head of two classes at a separator after each step: {@link SeparatorFormat}. */
  QWEN("qwen", Head.CLASSES),
  /** A language model's + and − at a tag after each step: {@link TagFormat}. */
  MATH_SHEPHERD("math-shepherd", Head.TOKENS),
  /** A language model's + and − as its turn after each step: {@link TurnFormat}. */
  RLHFLOW("rlhflow", Head.TOKENS),
  /** A value head at the newline after each step: {@link LineFormat}. */
  SKYWORK("skywork", Head.VALUE);

  private final String label;
  private final Head head;

  PrmFormat(String label, Head head) {
    this.label = label;
    this.head = head;
  }

  /** The name users know it by. */
  public String label() {
    return label;
  }

  /** What the folder of such a model must have. */
  Head head() {
    return head;
  }

  /** All names. */
  public static ImmutableList<String> labels() {
    return Lists.immutable.with(values()).collect(PrmFormat::label);
  }

  /**
   * The format of that name.
   *
   * @throws IllegalArgumentException naming all, for any other text
   */
  public static PrmFormat of(String label) {
    for (PrmFormat format : values()) {
      if (format.label.equals(label)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "reward format \"%s\"; it can be %s".formatted(label, labels().makeString(", ")));
  }

  /**
   * Tells the format of a folder by its head; of two whose head is a language model's, by the
   * folder's name, since nothing else in it differs from a model that writes.
   *
   * @throws ModelFormatException if it cannot be told
   */
  static PrmFormat recognise(Checkpoint folder) throws ModelFormatException {
    return switch (folder.head()) {
      case CLASSES -> QWEN;
      case VALUE -> SKYWORK;
      case TOKENS -> {
        String name = folder.id().toLowerCase(Locale.ROOT);
        if (name.contains("shepherd")) {
          yield MATH_SHEPHERD;
        }
        if (name.contains("rlhflow")
            || (name.contains("prm") && folder.config().family() == Family.LLAMA)) {
          yield RLHFLOW;
        }
        throw new ModelFormatException(
            folder.path(),
            "it is a language model; to have it judge steps, say in which format: %s or %s"
                .formatted(MATH_SHEPHERD.label, RLHFLOW.label));
      }
    };
  }

  /** How such a model reads, with the tokens of its own tokenizer. */
  StepFormat reading(Checkpoint folder, HuggingFaceTokenizer tokenizer)
      throws ModelFormatException {
    return switch (this) {
      case QWEN -> SeparatorFormat.of(folder, tokenizer);
      case MATH_SHEPHERD -> TagFormat.of(folder, tokenizer);
      case RLHFLOW -> TurnFormat.of(folder, tokenizer);
      case SKYWORK -> LineFormat.of(folder, tokenizer);
    };
  }
}
