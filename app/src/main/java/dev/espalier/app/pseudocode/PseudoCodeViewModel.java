package dev.espalier.app.pseudocode;

import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.algorithm.sampling.SamplingChain;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.pseudocode.Emission;
import dev.espalier.search.pseudocode.PseudoCode;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** The pseudo-code of the search on show at the place in time on show. */
public final class PseudoCodeViewModel {

  /**
   * A line at one moment.
   *
   * @param text with its indentation
   * @param current whether the last event comes from it
   * @param past whether its values are of an earlier iteration
   * @param values of its last execution, or empty
   * @param executed how often it was executed by then
   * @param writes whether it ever writes an event, so that its executions can be gone to
   */
  public record Row(
      String text, boolean current, boolean past, String values, int executed, boolean writes) {}

  /**
   * All lines at one moment.
   *
   * @param title of the algorithm
   * @param settings that its symbols stand for, in words
   * @param rows none where the algorithm has no pseudo-code
   */
  public record Listing(String title, String settings, ImmutableList<Row> rows) {

    /** The first line marked, −1 if none is. */
    public int current() {
      return rows.detectIndex(Row::current);
    }
  }

  private static final Listing NOTHING = new Listing("", "", Lists.immutable.empty());

  private final TreeViewModel tree;
  private final IntConsumer seek;
  private final ReadOnlyObjectWrapper<Listing> listing =
      new ReadOnlyObjectWrapper<>(this, "listing", NOTHING);
  private Executions executions = new Executions(PseudoCode.NONE);
  private String title = "";
  private String settings = "";
  private boolean stale = true;

  /**
   * @param seek goes to a place in time
   */
  public PseudoCodeViewModel(TreeViewModel tree, IntConsumer seek) {
    this.tree = tree;
    this.seek = seek;
    tree.treeProperty()
        .addListener(_ -> {
          executions = new Executions(executions.code());
          stale = true;
        });
    tree.cursorProperty().addListener(_ -> stale = true);
    tree.sizeProperty().addListener(_ -> stale = true);
  }

  /**
   * Shows an algorithm from now on.
   *
   * @param given its settings; defaults are not among them
   */
  public void show(String algorithm, Map<String, String> given) {
    AlgorithmDescription description =
        AlgorithmCatalogue.ALL.detect(one -> one.name().equals(algorithm));
    stale = true;
    if (description == null) {
      title = algorithm;
      settings = "";
      executions = new Executions(PseudoCode.NONE);
      return;
    }
    title = description.title();
    settings = inWords(description, given);
    executions = new Executions(PseudoCode.of(description.create(Map.of()).getClass()));
  }

  /** The algorithm's own parameters, and of the sampling chain what is not at its default. */
  private static String inWords(AlgorithmDescription description, Map<String, String> given) {
    ImmutableList<String> ofChain = SamplingChain.parameters(1).collect(one -> one.name());
    return description
        .parameters()
        .collectIf(
            one ->
                !ofChain.contains(one.name())
                    || !given.getOrDefault(one.name(), one.byDefault()).equals(one.byDefault()),
            one -> one.name() + " " + given.getOrDefault(one.name(), one.byDefault()))
        .makeString(" · ");
  }

  public ReadOnlyObjectProperty<Listing> listingProperty() {
    return listing.getReadOnlyProperty();
  }

  public Listing listing() {
    return Objects.requireNonNull(listing.get());
  }

  /** Brings the listing up to date; called once a frame. */
  public void refresh() {
    EventSource source = tree.source();
    if (!stale) {
      return;
    }
    stale = false;
    if (source == null) {
      listing.set(NOTHING);
      return;
    }
    executions.append(source, tree.size());
    int cursor = tree.cursor();
    int now = executions.current(cursor);
    ImmutableIntList marked =
        now < 0 ? IntLists.immutable.empty() : executions.code().linesOf(source.event(now));
    listing.set(
        new Listing(
            title,
            settings,
            executions
                .code()
                .lines()
                .collectWithIndex((line, i) -> row(line, i, cursor, marked, source))));
  }

  private Row row(
      PseudoCode.Line line, int i, int cursor, ImmutableIntList marked, EventSource source) {
    int last = executions.last(i, cursor);
    String values = "";
    if (last >= 0) {
      SearchEvent event = source.event(last);
      Emission emission = line.emission(event);
      values = emission == null ? "" : Values.of(emission, event);
    }
    return new Row(
        line.text(),
        marked.contains(i),
        last < executions.iteration(cursor),
        values,
        executions.count(i, cursor),
        line.emissions().notEmpty());
  }

  /** Goes to the next execution of a line, and stays where it is if there is none. */
  public void forward(int line) {
    int event = executions.next(line, tree.cursor());
    if (event >= 0) {
      seek.accept(event + 1);
    }
  }

  /** Goes back to the execution of a line before this moment; stays if there is none. */
  public void back(int line) {
    int event = executions.last(line, tree.cursor() - 1);
    if (event >= 0) {
      seek.accept(event + 1);
    }
  }
}
