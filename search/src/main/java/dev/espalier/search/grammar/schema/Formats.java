package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.ByteAutomaton;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.Regex;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The formats of strings as regular languages. Each accepts only what the format's standard does; a
 * few accept less: leap seconds only with offsets by half hours, no international host names, host
 * names of at most three long or seven short labels.
 */
final class Formats {

  private static final String DATE =
      "(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)"
          + "|02-(?:0[1-9]|1\\d|2[0-8]))"
          + "|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)";
  private static final String TIME =
      "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:[zZ]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)";

  /** The 61st second comes before midnight in Greenwich; offsets by half hours. */
  private static final String LEAP_TIME = leapTimes();

  private static String leapTimes() {
    StringBuilder times = new StringBuilder("(?:23:59:60(?:\\.\\d+)?[zZ]");
    for (int offset = 0; offset < 24 * 60; offset += 30) {
      for (int sign = -1; sign <= 1; sign += 2) {
        int local = Math.floorMod(23 * 60 + 59 + sign * offset, 24 * 60);
        times.append(
            "|%02d:%02d:60(?:\\.\\d+)?%s%02d:%02d"
                .formatted(
                    local / 60, local % 60, sign < 0 ? "-" : "\\+", offset / 60, offset % 60));
      }
    }
    return times.append(')').toString();
  }

  private static final String CLOCK = "T(?:\\d+H(?:\\d+M(?:\\d+S)?)?|\\d+M(?:\\d+S)?|\\d+S)";
  private static final String CALENDAR = "(?:\\d+D|\\d+M(?:\\d+D)?|\\d+Y(?:\\d+M(?:\\d+D)?)?)";
  private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final String IPV4 = BYTE + "(?:\\." + BYTE + "){3}";
  private static final String GROUP = "[0-9a-fA-F]{1,4}";
  private static final String LAST = "(?:" + GROUP + ":" + GROUP + "|" + IPV4 + ")";
  private static final String IPV6 =
      ("(?:(?:GROUP:){6}LAST|::(?:GROUP:){5}LAST|(?:GROUP)?::(?:GROUP:){4}LAST"
              + "|(?:(?:GROUP:){0,1}GROUP)?::(?:GROUP:){3}LAST"
              + "|(?:(?:GROUP:){0,2}GROUP)?::(?:GROUP:){2}LAST"
              + "|(?:(?:GROUP:){0,3}GROUP)?::GROUP:LAST"
              + "|(?:(?:GROUP:){0,4}GROUP)?::LAST"
              + "|(?:(?:GROUP:){0,5}GROUP)?::GROUP"
              + "|(?:(?:GROUP:){0,6}GROUP)?::)")
          .replace("GROUP", GROUP)
          .replace("LAST", LAST);
  private static final String PLAIN = "A-Za-z0-9._~!$&'()*+,;=\\-";
  private static final String PCHAR = "(?:[" + PLAIN + ":@]|%[0-9A-Fa-f]{2})";
  private static final String AUTHORITY =
      "(?:(?:["
          + PLAIN
          + ":]|%[0-9A-Fa-f]{2})*@)?(?:\\[(?:"
          + IPV6
          + "|v[0-9a-fA-F]+\\.["
          + PLAIN
          + ":]+)\\]|(?:["
          + PLAIN
          + "]|%[0-9A-Fa-f]{2})*)(?::\\d*)?";
  private static final String TAIL = "(?:\\?(?:" + PCHAR + "|[/?])*)?(?:#(?:" + PCHAR + "|[/?])*)?";
  private static final String ABSOLUTE =
      "(?://" + AUTHORITY + "(?:/" + PCHAR + "*)*|/(?:" + PCHAR + "+(?:/" + PCHAR + "*)*)?|";
  private static final String URI =
      "[A-Za-z][A-Za-z0-9+.-]*:" + ABSOLUTE + "(?:" + PCHAR + "+(?:/" + PCHAR + "*)*)?)" + TAIL;
  private static final String NO_COLON = "(?:[" + PLAIN + "@]|%[0-9A-Fa-f]{2})";
  private static final String RELATIVE =
      ABSOLUTE + "(?:" + NO_COLON + "+(?:/" + PCHAR + "*)*)?)" + TAIL;
  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  private static final String LOCAL =
      "(?:" + ATOM + "(?:\\." + ATOM + ")*|\"(?:[ !#-\\[\\]-~]|\\\\[ -~])*\")";
  private static final String POINTER = "(?:/(?:[^~/]|~[01])*)*";

  private static final Map<String, String> PATTERNS =
      Map.ofEntries(
          Map.entry("date", DATE),
          Map.entry("time", "(?:" + TIME + "|" + LEAP_TIME + ")"),
          Map.entry("date-time", DATE + "[tT](?:" + TIME + "|" + LEAP_TIME + ")"),
          Map.entry("duration", "P(?:\\d+W|" + CALENDAR + "(?:" + CLOCK + ")?|" + CLOCK + ")"),
          Map.entry("ipv4", IPV4),
          Map.entry("ipv6", IPV6),
          Map.entry("uri", URI),
          Map.entry("uri-reference", "(?:" + URI + "|" + RELATIVE + ")"),
          Map.entry("uuid", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
          Map.entry("json-pointer", POINTER),
          Map.entry("relative-json-pointer", "(?:0|[1-9]\\d*)(?:#|" + POINTER + ")"));

  /** Defined by a draft, but not enforced here. */
  private static final Set<String> NOT_ENFORCED =
      Set.of("idn-email", "idn-hostname", "iri", "iri-reference", "regex", "uri-template");

  private static final Map<String, ByteAutomaton> KNOWN = new ConcurrentHashMap<>();

  private Formats() {}

  /**
   * The strings of a format; null if no draft of JSON Schema defines it.
   *
   * @throws GrammarException if the format is defined but cannot be enforced
   */
  static @Nullable ByteAutomaton named(String name) throws GrammarException {
    if (NOT_ENFORCED.contains(name)) {
      throw GrammarException.of("the format \"" + name + "\" is not enforced");
    }
    ByteAutomaton known = KNOWN.get(name);
    if (known == null) {
      known = make(name);
      if (known != null) {
        KNOWN.put(name, known);
      }
    }
    return known;
  }

  /** Whether the language is that of a format: one of few, and large, so worth keeping. */
  static boolean isFormat(ByteAutomaton language) {
    return KNOWN.containsValue(language);
  }

  private static @Nullable ByteAutomaton make(String name) throws GrammarException {
    String pattern = PATTERNS.get(name);
    if (pattern != null) {
      return Regex.matching(pattern).automaton();
    }
    return switch (name) {
      case "hostname" -> hostname();
      case "email" ->
          Regex.sequence(
                  Regex.matching(LOCAL),
                  Regex.text("@"),
                  Regex.either(
                      new Regex.Compiled(hostname()),
                      Regex.matching("\\[(?:" + IPV4 + "|IPv6:" + IPV6 + ")\\]")))
              .automaton();
      default -> null;
    };
  }

  private static ByteAutomaton hostname() throws GrammarException {
    Regex few = labels(61, 2);
    Regex many = labels(29, 6);
    return Regex.either(few, many).automaton();
  }

  /** Labels of at most {@code inner} + 2 characters, at most {@code more} + 1 of them. */
  private static Regex labels(int inner, int more) throws GrammarException {
    Regex label =
        new Regex.Compiled(
            Regex.matching("[A-Za-z0-9](?:[A-Za-z0-9-]{0," + inner + "}[A-Za-z0-9])?")
                .automaton()
                .minus(Regex.matching("..--.*").automaton()));
    return Regex.sequence(label, Regex.sequence(Regex.text("."), label).times(0, more));
  }
}
