package dev.espalier.app.setup;

import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.constraint.ConstraintSource.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the text must be, as it is being written, with a text to try it on. Both are checked beside
 * the window, so that a large grammar does not hold up typing.
 */
public final class ConstraintViewModel {

  /** No grammar written for people is longer. */
  private static final long LONGEST_FILE = 4L << 20;

  private final ObjectProperty<@Nullable Kind> kind = new SimpleObjectProperty<>(this, "kind");
  private final StringProperty text = new SimpleStringProperty(this, "text", "");
  private final StringProperty trial = new SimpleStringProperty(this, "trial", "");
  private final ReadOnlyObjectWrapper<ConstraintCheck> check =
      new ReadOnlyObjectWrapper<>(this, "check", ConstraintCheck.FREE);
  private final Executor worker;

  /** The number of the last change; answers to earlier ones are of no interest. */
  private final AtomicInteger changes = new AtomicInteger();

  private final AtomicReference<@Nullable Answer> answer = new AtomicReference<>();
  private final AtomicReference<@Nullable Read> read = new AtomicReference<>();

  private record Answer(int change, ConstraintCheck check) {}

  /** A file that was read, or why it was not. */
  private record Read(@Nullable Kind kind, String text, String trouble) {}

  ConstraintViewModel(Executor worker) {
    this.worker = worker;
    kind.addListener(_ -> changed());
    text.addListener(_ -> changed());
    trial.addListener(_ -> changed());
  }

  private void changed() {
    int change = changes.incrementAndGet();
    ConstraintSource source = source();
    if (source == null) {
      check.set(
          kind.get() == null
              ? ConstraintCheck.FREE
              : new ConstraintCheck(
                  "Write what the text must be.", 0, 0, ConstraintCheck.Verdict.NONE, ""));
      return;
    }
    String tried = Objects.requireNonNullElse(trial.get(), "");
    worker.execute(() -> {
      if (change == changes.get()) {
        answer.set(new Answer(change, ConstraintCheck.of(source, tried)));
      }
    });
    refresh();
  }

  /** Takes in what was found out meanwhile; called once a frame. */
  public void refresh() {
    Read file = read.getAndSet(null);
    if (file != null) {
      if (file.trouble().isEmpty()) {
        if (file.kind() != null) {
          kind.set(file.kind());
        }
        text.set(file.text());
      } else {
        changes.incrementAndGet();
        check.set(new ConstraintCheck(file.trouble(), 0, 0, ConstraintCheck.Verdict.NONE, ""));
      }
    }
    Answer found = answer.getAndSet(null);
    if (found != null && found.change() == changes.get()) {
      check.set(found.check());
    }
  }

  /** Reads a constraint from a file; the kind follows from the name where it tells. */
  public void open(Path file) {
    Kind there = kind.get();
    worker.execute(() -> read.set(reading(file, there)));
    refresh();
  }

  private static Read reading(Path file, @Nullable Kind there) {
    String name = String.valueOf(file.getFileName());
    try {
      if (Files.size(file) > LONGEST_FILE) {
        return new Read(null, "", name + " is larger than 4 MB; that is no constraint.");
      }
      return new Read(kindOf(name, there), Files.readString(file), "");
    } catch (IOException e) {
      return new Read(null, "", name + " cannot be read as text: " + e.getMessage());
    }
  }

  private static Kind kindOf(String name, @Nullable Kind there) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (Kind candidate : Kind.values()) {
      boolean json = candidate.key().contains("json");
      if (json ? lower.endsWith(".json") : lower.endsWith("." + ending(candidate))) {
        return candidate;
      }
    }
    return there == null ? Kind.GRAMMAR : there;
  }

  private static String ending(Kind kind) {
    return kind == Kind.GRAMMAR ? "gbnf" : kind.key();
  }

  /** The language it is written in; null for a text that is free. */
  public ObjectProperty<@Nullable Kind> kindProperty() {
    return kind;
  }

  public StringProperty textProperty() {
    return text;
  }

  /** A text to try the constraint on. */
  public StringProperty trialProperty() {
    return trial;
  }

  ReadOnlyObjectProperty<ConstraintCheck> checkProperty() {
    return check.getReadOnlyProperty();
  }

  ConstraintCheck check() {
    return Objects.requireNonNull(check.get());
  }

  /** What keeps it from being used, or empty. */
  public String problem() {
    return check().problem();
  }

  /** What a search is bound by; null for a text that is free, or while nothing is written. */
  public @Nullable ConstraintSource source() {
    Kind chosen = kind.get();
    String written = Objects.requireNonNullElse(text.get(), "");
    return chosen == null || written.isBlank() ? null : new ConstraintSource(chosen, written);
  }

  /** As a search was asked for. */
  void use(@Nullable ConstraintSource source) {
    kind.set(source == null ? null : source.kind());
    if (source != null) {
      text.set(source.text());
    }
  }

  /** In a few words, for a button. */
  String summary() {
    Kind chosen = kind.get();
    if (chosen == null) {
      return "Free text";
    }
    long lines = Objects.requireNonNullElse(text.get(), "").strip().lines().count();
    String label = title(chosen);
    return lines <= 1 ? label : "%s, %d lines".formatted(label, lines);
  }

  static String title(Kind kind) {
    String label = kind.label();
    return Character.toUpperCase(label.charAt(0)) + label.substring(1);
  }

  /** Something small to begin with. */
  static String sample(Kind kind) {
    return switch (kind) {
      case GRAMMAR ->
          """
          root  ::= term (op term)*
          term  ::= [0-9]+ | "(" root ")"
          op    ::= " + " | " - " | " * "
          """;
      case REGEX -> "(yes|no|maybe), because [a-z ]{5,40}\\.";
      case JSON_SCHEMA ->
          """
          {
            "type": "object",
            "properties": {
              "name": {"type": "string", "maxLength": 20},
              "age": {"type": "integer", "minimum": 0, "maximum": 120}
            },
            "required": ["name", "age"],
            "additionalProperties": false
          }
          """;
      case LARK ->
          """
          start: term (OP term)*
          term: NUMBER | "(" start ")"
          OP: " + " | " - "
          NUMBER: /[0-9]+/
          """;
    };
  }
}
