package dev.espalier.app.pseudocode;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.format.Texts;
import dev.espalier.search.event.Ballot;
import dev.espalier.search.event.FilterStage;
import dev.espalier.search.event.Prospect;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.WeightTerm;
import dev.espalier.search.pseudocode.Emission;
import dev.espalier.search.pseudocode.Emission.Symbol;
import java.util.Locale;
import java.util.Set;
import org.eclipse.collections.api.list.ListIterable;
import org.eclipse.collections.api.list.primitive.DoubleList;
import org.eclipse.collections.api.list.primitive.IntList;
import org.jspecify.annotations.Nullable;

/** The values of an event as they stand beside a line of pseudo-code. */
final class Values {

  private static final int LISTED = 4;
  private static final int TEXT = 24;

  /** Components that hold the number of a node. */
  private static final Set<String> NODES = Set.of("node", "parent", "of", "chosen");

  private Values() {}

  /** "u = node 12, f = 0.410", with more room between. */
  static String of(Emission emission, SearchEvent event) {
    // A session may say that its events are of another algorithm than they are.
    return emission
        .symbols()
        .select(symbol -> symbol.isIn(event))
        .collect(symbol -> assignment(symbol, event))
        .makeString("   ");
  }

  private static String assignment(Symbol symbol, SearchEvent event) {
    Object value = symbol.of(event);
    String words =
        value instanceof Integer node && NODES.contains(symbol.component())
            ? "node " + node
            : written(value);
    // "node = node 12" says it twice.
    return symbol.name().equals("node") ? words : symbol.name() + " = " + words;
  }

  private static String written(@Nullable Object value) {
    return switch (value) {
      case null -> "–";
      case Integer count -> Numbers.count(count);
      case Double number -> Numbers.score(number);
      case Boolean yes -> yes ? "yes" : "no";
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      case String text -> text.isEmpty() ? "the end" : "“" + shortened(text) + "”";
      case DoubleList numbers ->
          listed(numbers.size(), numbers.collect(Numbers::score).toList().take(LISTED));
      case IntList numbers ->
          listed(numbers.size(), numbers.collect(Integer::toString).toList().take(LISTED));
      case ListIterable<?> parts ->
          listed(parts.size(), parts.take(LISTED).collect(Values::part).toList());
      default -> value.toString();
    };
  }

  private static String part(Object part) {
    return switch (part) {
      case FilterStage stage -> "%s %s".formatted(stage.name(), Numbers.count(stage.kept()));
      case WeightTerm term -> "%s %s".formatted(term.name(), Numbers.score(term.log()));
      case Prospect prospect ->
          "“%s” %s".formatted(shortened(prospect.text()), Numbers.percent(prospect.probability()));
      case Ballot ballot ->
          "%s ×%d"
              .formatted(
                  ballot.answer().isEmpty() ? "no answer" : shortened(ballot.answer()),
                  ballot.nodes().size());
      default -> part.toString();
    };
  }

  private static String listed(int size, ListIterable<String> first) {
    return first.makeString("[", ", ", size > first.size() ? ", …" + size + "]" : "]");
  }

  private static String shortened(String text) {
    String visible = Texts.visible(text);
    return visible.codePointCount(0, visible.length()) <= TEXT
        ? visible
        : visible.substring(0, visible.offsetByCodePoints(0, TEXT - 1)) + "…";
  }
}
