package dev.espalier.search.lm.gguf;

import dev.espalier.search.lm.weights.ModelFormatException;
import java.nio.file.Path;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableLongList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.jspecify.annotations.Nullable;

/**
 * The table of keys and values of a GGUF file. Who asks for a key says what it must be; the errors
 * name the file, the key, what is there, and what was expected.
 */
public final class GgufMetadata {

  /** No count that a decoder has is larger. */
  private static final int LARGEST = 1 << 24;

  private final Path file;
  private final ImmutableMap<String, GgufValue> values;

  GgufMetadata(Path file, ImmutableMap<String, GgufValue> values) {
    this.file = file;
    this.values = values;
  }

  /** How many keys there are. */
  public int size() {
    return values.size();
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** A count of at least 1. */
  public int size(String key) throws ModelFormatException {
    return Math.toIntExact(whole(key, 1, LARGEST));
  }

  /** A count of at least 1, {@code otherwise} where the key is missing. */
  public int size(String key, int otherwise) throws ModelFormatException {
    return has(key) ? size(key) : otherwise;
  }

  /** A whole number in a range. */
  public long whole(String key, long least, long most) throws ModelFormatException {
    if (values.get(key) instanceof GgufValue.Whole(long number)
        && number >= least
        && number <= most) {
      return number;
    }
    throw wrong(key, "a whole number of %d to %d".formatted(least, most));
  }

  /** A positive number. */
  public double positive(String key) throws ModelFormatException {
    double number =
        switch (values.get(key)) {
          case GgufValue.Real real -> real.number();
          case GgufValue.Whole whole -> whole.number();
          case null, default -> Double.NaN;
        };
    if (number > 0 && number < Double.MAX_VALUE) {
      return number;
    }
    throw wrong(key, "a positive number");
  }

  /** A positive number, {@code otherwise} where the key is missing. */
  public double positive(String key, double otherwise) throws ModelFormatException {
    return has(key) ? positive(key) : otherwise;
  }

  /** Yes or no, {@code otherwise} where the key is missing. */
  public boolean flag(String key, boolean otherwise) throws ModelFormatException {
    return switch (values.get(key)) {
      case null -> otherwise;
      case GgufValue.Flag(boolean set) -> set;
      default -> throw wrong(key, "true or false");
    };
  }

  public String text(String key) throws ModelFormatException {
    if (values.get(key) instanceof GgufValue.Text(String text)) {
      return text;
    }
    throw wrong(key, "a text");
  }

  /** A text, {@code otherwise} where the key is missing. */
  public String text(String key, String otherwise) throws ModelFormatException {
    return has(key) ? text(key) : otherwise;
  }

  public ImmutableList<String> texts(String key) throws ModelFormatException {
    if (values.get(key) instanceof GgufValue.Texts(ImmutableList<String> texts)) {
      return texts;
    }
    throw wrong(key, "a list of texts");
  }

  public ImmutableLongList wholes(String key) throws ModelFormatException {
    if (values.get(key) instanceof GgufValue.Wholes(ImmutableLongList numbers)) {
      return numbers;
    }
    throw wrong(key, "a list of whole numbers");
  }

  public ImmutableDoubleList reals(String key) throws ModelFormatException {
    if (values.get(key) instanceof GgufValue.Reals(ImmutableDoubleList numbers)) {
      return numbers;
    }
    throw wrong(key, "a list of numbers");
  }

  private ModelFormatException wrong(String key, String expected) {
    @Nullable GgufValue value = values.get(key);
    return new ModelFormatException(
        file,
        "%s is %s; it must be %s"
            .formatted(key, value == null ? "missing" : value.kind(), expected));
  }
}
