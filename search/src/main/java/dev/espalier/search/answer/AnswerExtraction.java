package dev.espalier.search.answer;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the final answer in a text.
 *
 * <p>{@link #extract} tries, in this order: what stands between {@code final answer is $} and
 * {@code $. I hope}; the last {@code boxed}, by matching braces, or up to the end if they do not
 * close, or up to a {@code $} if there are none; what follows the last {@code he answer is} or
 * {@code final answer is}; the last number. This is the order of the evaluation code of
 * Qwen2.5-Math. Time grows with the length of the text and no faster.
 */
public final class AnswerExtraction {
  private static final Pattern NUMBER = Pattern.compile("-?\\d*\\.?\\d++");
  private static final Pattern LINE_BREAK = Pattern.compile("\\n\\s*+");
  private static final Pattern GSM8K_STRICT = Pattern.compile("#### (-?[0-9.,]++)");
  private static final Pattern GSM8K_FLEXIBLE = Pattern.compile("-?[$0-9.,]{2,}+|-?[0-9]++");

  private AnswerExtraction() {}

  /** Where an answer was found. */
  public enum Place {
    /** Between {@code final answer is $} and {@code $. I hope}. */
    FINAL_SENTENCE,
    /** In the last box. */
    BOX,
    /** After {@code he answer is} or {@code final answer is}. */
    ANSWER_SENTENCE,
    /** It is only the last number of the text. */
    LAST_NUMBER
  }

  /** An answer, not empty, as it was written but for line breaks and final marks. */
  public record Extracted(String answer, Place place) {
    public Extracted {
      Objects.requireNonNull(answer);
      Objects.requireNonNull(place);
    }
  }

  /** The answer of a text by the first way that finds one; null if the text has none. */
  public static @Nullable Extracted extract(String text) {
    String sentence = between(text, "final answer is $", "$. I hope");
    if (sentence != null) {
      return trimmed(sentence, Place.FINAL_SENTENCE);
    }
    String box = lastBox(text);
    if (box != null) {
      return trimmed(box, Place.BOX);
    }
    for (String opening : new String[] {"he answer is", "final answer is"}) {
      int at = text.lastIndexOf(opening);
      if (at >= 0) {
        return trimmed(text.substring(at + opening.length()), Place.ANSWER_SENTENCE);
      }
    }
    String number = last(NUMBER, text.replace(",", ""));
    return number == null ? null : trimmed(number, Place.LAST_NUMBER);
  }

  /** The content of the last {@code boxed}; null if there is none. */
  public static @Nullable String lastBox(String text) {
    int at = text.lastIndexOf("boxed");
    if (at < 0) {
      return null;
    }
    int start = at + "boxed".length();
    if (start >= text.length() || text.charAt(start) != '{') {
      int end = text.indexOf('$', start);
      return (end < 0 ? text.substring(start) : text.substring(start, end)).strip();
    }
    int depth = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return text.substring(start + 1, i);
      }
    }
    return text.substring(start + 1);
  }

  /** The gold answer of a GSM8K solution: what follows {@code ####}, without commas. */
  public static @Nullable String gsm8kGold(String solution) {
    int at = solution.lastIndexOf("####");
    return at < 0 ? null : solution.substring(at + 4).strip().replace(",", "");
  }

  /** The answer by the strict rule for GSM8K: a number after {@code #### }. */
  public static @Nullable String gsm8kStrict(String text) {
    Matcher matcher = GSM8K_STRICT.matcher(text);
    return matcher.find() ? gsm8kClean(matcher.group(1)) : null;
  }

  /** The answer by the flexible rule for GSM8K: the last thing that looks like a number. */
  public static @Nullable String gsm8kFlexible(String text) {
    String found = last(GSM8K_FLEXIBLE, text);
    return found == null ? null : gsm8kClean(found);
  }

  private static String gsm8kClean(String number) {
    String clean = number.replace(",", "").replace("$", "");
    return clean.endsWith(".") ? clean.substring(0, clean.length() - 1) : clean;
  }

  private static @Nullable Extracted trimmed(String found, Place place) {
    String answer = LINE_BREAK.matcher(found.strip()).replaceAll("");
    if (answer.startsWith(":")) {
      answer = answer.substring(1);
    }
    if (answer.endsWith(".")) {
      answer = answer.substring(0, answer.length() - 1);
    }
    if (answer.endsWith("/")) {
      answer = answer.substring(0, answer.length() - 1);
    }
    answer = answer.strip();
    return answer.isEmpty() ? null : new Extracted(answer, place);
  }

  private static @Nullable String between(String text, String opening, String closing) {
    int start = text.indexOf(opening);
    if (start < 0) {
      return null;
    }
    start += opening.length();
    int end = text.indexOf(closing, start);
    return end < 0 ? null : text.substring(start, end);
  }

  private static @Nullable String last(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    String last = null;
    while (matcher.find()) {
      last = matcher.group();
    }
    return last;
  }
}
