package dev.espalier.search.grammar.source;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The terminals that a Lark grammar can import from {@code common}, as regular expressions. */
final class CommonTerminals {

  private static final Map<String, String> PATTERNS =
      Map.ofEntries(
          Map.entry("DIGIT", "[0-9]"),
          Map.entry("HEXDIGIT", "[0-9a-fA-F]"),
          Map.entry("INT", "[0-9]+"),
          Map.entry("SIGNED_INT", "[+-]?[0-9]+"),
          Map.entry("DECIMAL", "[0-9]+\\.[0-9]*|\\.[0-9]+"),
          Map.entry(
              "FLOAT", "[0-9]+[eE][+-]?[0-9]+|(?:[0-9]+\\.[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?"),
          Map.entry(
              "SIGNED_FLOAT",
              "[+-]?(?:[0-9]+[eE][+-]?[0-9]+|(?:[0-9]+\\.[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"),
          Map.entry("NUMBER", "(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?"),
          Map.entry("SIGNED_NUMBER", "[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?"),
          Map.entry("ESCAPED_STRING", "\"(?:[^\"\\\\\\n]|\\\\[^\\n])*\""),
          Map.entry("LCASE_LETTER", "[a-z]"),
          Map.entry("UCASE_LETTER", "[A-Z]"),
          Map.entry("LETTER", "[a-zA-Z]"),
          Map.entry("WORD", "[a-zA-Z]+"),
          Map.entry("CNAME", "[_a-zA-Z][_a-zA-Z0-9]*"),
          Map.entry("WS_INLINE", "[ \\t]+"),
          Map.entry("WS", "[ \\t\\f\\r\\n]+"),
          Map.entry("CR", "\\r"),
          Map.entry("LF", "\\n"),
          Map.entry("NEWLINE", "(?:\\r?\\n)+"),
          Map.entry("SH_COMMENT", "#[^\\n]*"),
          Map.entry("CPP_COMMENT", "//[^\\n]*"),
          Map.entry("C_COMMENT", "/\\*(?:[^*]|\\*+[^*/])*\\*+/"),
          Map.entry("SQL_COMMENT", "--[^\\n]*"));

  private CommonTerminals() {}

  /** The expression for a terminal, or null if there is none of that name. */
  static @Nullable String pattern(String name) {
    return PATTERNS.get(name);
  }
}
