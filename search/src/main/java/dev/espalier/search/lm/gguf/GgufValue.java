package dev.espalier.search.lm.gguf;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableLongList;

/** A value of a GGUF file's table. The widths of numbers are not kept. */
sealed interface GgufValue {

  /** What kind of value it is, in an error's words. */
  String kind();

  /** A whole number; an unsigned one beyond the signed range comes out negative. */
  record Whole(long number) implements GgufValue {
    @Override
    public String kind() {
      return "the whole number " + number;
    }
  }

  /** A number with a fraction. */
  record Real(double number) implements GgufValue {
    @Override
    public String kind() {
      return "the number " + number;
    }
  }

  /** Yes or no. */
  record Flag(boolean set) implements GgufValue {
    @Override
    public String kind() {
      return String.valueOf(set);
    }
  }

  /** A text. */
  record Text(String text) implements GgufValue {
    private static final int SHOWN = 40;

    @Override
    public String kind() {
      return '"' + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + '"';
    }
  }

  /** Several texts. */
  record Texts(ImmutableList<String> texts) implements GgufValue {
    @Override
    public String kind() {
      return "a list of %d texts".formatted(texts.size());
    }
  }

  /** Several whole numbers. */
  record Wholes(ImmutableLongList numbers) implements GgufValue {
    @Override
    public String kind() {
      return "a list of %d whole numbers".formatted(numbers.size());
    }
  }

  /** Several numbers with fractions. */
  record Reals(ImmutableDoubleList numbers) implements GgufValue {
    @Override
    public String kind() {
      return "a list of %d numbers".formatted(numbers.size());
    }
  }

  /** Lists of lists, which no key read here has. */
  record Lists(long size) implements GgufValue {
    @Override
    public String kind() {
      return "a list of %d lists".formatted(size);
    }
  }
}
