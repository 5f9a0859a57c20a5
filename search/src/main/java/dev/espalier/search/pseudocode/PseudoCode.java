package dev.espalier.search.pseudocode;

import dev.espalier.search.event.SearchEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/** The pseudo-code of an algorithm, and which of its lines an event comes from. */
public final class PseudoCode {

  /** Of an algorithm whose source is not at hand. */
  public static final PseudoCode NONE = new PseudoCode(Lists.immutable.empty());

  private final ImmutableList<Line> lines;
  private final MutableMap<String, ImmutableIntList> linesOfKind = Maps.mutable.empty();

  /**
   * One line.
   *
   * @param text with its indentation, without the comment
   * @param emissions the events it writes
   */
  public record Line(String text, ImmutableList<Emission> emissions) {

    /** The emission that an event is of, the most precise if there are several; null if none. */
    public @Nullable Emission emission(SearchEvent event) {
      Emission precise = of(Emission.kindOf(event));
      return precise == null ? of(Emission.plain(Emission.kindOf(event))) : precise;
    }

    private @Nullable Emission of(String kind) {
      return emissions.detect(emission -> emission.kind().equals(kind));
    }
  }

  PseudoCode(ImmutableList<Line> lines) {
    this.lines = lines;
    for (int i = 0; i < lines.size(); i++) {
      for (Emission emission : lines.get(i).emissions()) {
        ImmutableIntList before = linesOf(emission.kind());
        linesOfKind.put(emission.kind(), before.newWith(i));
      }
    }
  }

  /**
   * From the Javadoc of an algorithm's class.
   *
   * @return {@link #NONE} if its source is not on the class path
   * @throws IllegalArgumentException naming the line if a comment of its pseudo-code is none
   */
  public static PseudoCode of(Class<?> algorithm) {
    String name = algorithm.getSimpleName();
    try (InputStream source = algorithm.getResourceAsStream(name + ".java")) {
      return source == null
          ? NONE
          : JavadocReader.read(name, new String(source.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the source of " + algorithm.getName(), e);
    }
  }

  public ImmutableList<Line> lines() {
    return lines;
  }

  public boolean isEmpty() {
    return lines.isEmpty();
  }

  /**
   * The lines that an event comes from, in ascending order: those that name it as precisely as can
   * be. None for what is only kept account of, such as costs.
   */
  public ImmutableIntList linesOf(SearchEvent event) {
    String kind = Emission.kindOf(event);
    ImmutableIntList precise = linesOf(kind);
    return precise.isEmpty() ? linesOf(Emission.plain(kind)) : precise;
  }

  private ImmutableIntList linesOf(String kind) {
    return linesOfKind.getOrDefault(kind, IntLists.immutable.empty());
  }
}
