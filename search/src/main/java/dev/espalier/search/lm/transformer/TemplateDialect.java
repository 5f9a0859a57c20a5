package dev.espalier.search.lm.transformer;

import java.util.regex.Pattern;

/**
 * Rewrites a chat template of Hugging Face's dialect (Python's Jinja with {@code trim_blocks} and
 * {@code lstrip_blocks}) into what the template library here understands and lays out alike.
 *
 * <p>White space around tags is settled here, once, by Python's rules: a hyphen inside a delimiter
 * takes all white space on its side; a tag alone on its line takes the line; the newline at the end
 * of the template does not count. Comments go. Of the expressions, the reversing slice {@code
 * [::-1]} becomes a filter and the arguments of {@code namespace(…)} get parentheses of their own.
 * The tags {@code generation} and {@code endgeneration}, marks for training, go too.
 */
final class TemplateDialect {

  private static final Pattern NO_OUTPUT = Pattern.compile("\\s*(end)?generation\\s*");

  private final String source;
  private final StringBuilder out = new StringBuilder();

  private TemplateDialect(String source) {
    this.source = source;
  }

  /**
   * @throws IllegalArgumentException if a tag is not closed
   */
  static String translate(String template) {
    String source = template.replace("\r\n", "\n");
    if (source.endsWith("\n")) {
      source = source.substring(0, source.length() - 1);
    }
    return new TemplateDialect(source).translate();
  }

  private String translate() {
    int at = 0;
    boolean takeSpace = false;
    boolean takeNewline = false;
    while (at < source.length()) {
      int tag = nextTag(at);
      String text = source.substring(at, tag);
      if (takeSpace) {
        text = text.stripLeading();
      } else if (takeNewline && text.startsWith("\n")) {
        text = text.substring(1);
      }
      if (tag == source.length()) {
        out.append(text);
        break;
      }
      char kind = source.charAt(tag + 1);
      int end = endOfTag(tag, kind);
      int begin = tag + 2;
      char first = source.charAt(begin);
      if (first == '-') {
        text = text.stripTrailing();
      } else if (kind != '{' && first != '+') {
        text = withoutIndent(text, at == 0 || source.charAt(at - 1) == '\n' || takeNewline);
      }
      out.append(text);
      char last = source.charAt(end - 1);
      takeSpace = last == '-';
      takeNewline = kind != '{' && last != '+';
      int from = first == '-' || first == '+' ? begin + 1 : begin;
      int to = last == '-' || last == '+' ? end - 1 : end;
      append(kind, source.substring(from, Math.max(from, to)));
      at = end + 2;
    }
    return out.toString();
  }

  private int nextTag(int from) {
    for (int i = from; i + 1 < source.length(); i++) {
      if (source.charAt(i) == '{' && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return source.length();
  }

  /** Where the closing delimiter of the tag at {@code tag} begins; quoted text may hold others. */
  private int endOfTag(int tag, char kind) {
    String close = kind == '{' ? "}}" : kind + "}";
    char quote = 0;
    for (int i = tag + 2; i + 1 < source.length(); i++) {
      char c = source.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (kind != '#' && (c == '\'' || c == '"')) {
        quote = c;
      } else if (source.startsWith(close, i) && !closesDictionary(i, kind)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "the tag \"%s\" is never closed"
            .formatted(source.substring(tag, Math.min(source.length(), tag + 20))));
  }

  /** Of three braces the first closes a dictionary of the expression. */
  private boolean closesDictionary(int at, char kind) {
    return kind == '{' && source.startsWith("}}}", at);
  }

  /** Without what stands between the start of its last line and the tag after it, if only space. */
  private static String withoutIndent(String text, boolean startsLine) {
    int line = text.lastIndexOf('\n') + 1;
    return (line > 0 || startsLine) && text.substring(line).isBlank()
        ? text.substring(0, line)
        : text;
  }

  private void append(char kind, String content) {
    if (kind == '#' || (kind == '%' && NO_OUTPUT.matcher(content).matches())) {
      return;
    }
    out.append('{').append(kind).append(' ');
    expression(content);
    out.append(' ').append(kind == '{' ? '}' : kind).append('}');
  }

  /** Copies an expression, rewriting outside of quoted text. */
  private void expression(String content) {
    for (int i = 0; i < content.length(); ) {
      char c = content.charAt(i);
      if (c == '\'' || c == '"') {
        int end = endOfText(content, i);
        out.append(content, i, end);
        i = end;
      } else if (content.startsWith("[::-1]", i)) {
        out.append("|reverse|list");
        i += "[::-1]".length();
      } else if (content.startsWith("namespace(", i)) {
        i += "namespace(".length();
        out.append("namespace(");
        i = namespaceArguments(content, i);
      } else {
        out.append(c);
        i++;
      }
    }
  }

  /** Copies {@code name=value, …} with the values in parentheses, up to the closing one. */
  private int namespaceArguments(String content, int from) {
    int depth = 0;
    boolean open = false;
    for (int i = from; i < content.length(); ) {
      char c = content.charAt(i);
      if (c == '\'' || c == '"') {
        int end = endOfText(content, i);
        out.append(content, i, end);
        i = end;
        continue;
      }
      boolean ends = depth == 0 && (c == ',' || c == ')');
      if (ends && open) {
        out.append(')');
        open = false;
      }
      if (ends && c == ')') {
        return i;
      }
      out.append(c);
      if (c == '=' && depth == 0 && !open) {
        out.append('(');
        open = true;
      }
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      i++;
    }
    return content.length();
  }

  private static int endOfText(String content, int from) {
    char quote = content.charAt(from);
    for (int i = from + 1; i < content.length(); i++) {
      if (content.charAt(i) == '\\') {
        i++;
      } else if (content.charAt(i) == quote) {
        return i + 1;
      }
    }
    return content.length();
  }
}
