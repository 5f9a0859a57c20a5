package dev.espalier.app.run;

import dev.espalier.search.algorithm.aligned.AllowedMassSearch;
import dev.espalier.search.run.SearchRun;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.jspecify.annotations.Nullable;

/**
 * Models, and searches made with them. Called by one thread only; slow.
 *
 * <p>A port, so that the window can be driven by a table of probabilities in tests.
 */
public interface Engine extends AutoCloseable {

  /**
   * Chooses other models, and gives the memory of those that are loaded back; {@link #load} makes
   * them ready.
   *
   * @throws RunRefused if they cannot be used, in which case those there are stay; the message says
   *     what to do
   */
  void choose(ModelChoice choice) throws RunRefused;

  /**
   * Makes the models ready; does nothing if they are.
   *
   * @param doing is told what goes on, in words for the status line
   * @return what they are, in a few words for the status line
   * @throws RunRefused if there is none or it cannot be read; the message says what to do
   */
  String load(Consumer<String> doing) throws RunRefused;

  /**
   * A search, its first step done.
   *
   * @throws RunRefused if it cannot begin; the message says why
   */
  SearchRun<?> start(SearchOrder order) throws RunRefused;

  /**
   * A search that goes on otherwise from an earlier moment of another, the steps up to there done.
   *
   * @throws RunRefused if it cannot; the message says why
   */
  SearchRun<?> fork(ForkOrder order) throws RunRefused;

  /**
   * A recorded search that breaks off, made again, and recorded from there on in its own file.
   *
   * @throws RunRefused if it cannot; the message says why
   */
  SearchRun<?> resume(Path file) throws RunRefused;

  /**
   * What the model would write next.
   *
   * @param prefix at least one token
   * @param count of the most probable tokens wanted
   * @throws RunRefused if it cannot be asked; the message says why
   */
  Peek peek(ImmutableIntList prefix, int count) throws RunRefused;

  /**
   * Makes the search of a session again and compares.
   *
   * @param begun is given the search, so that it can be stopped
   * @throws RunRefused if it cannot be made again; the message says why
   */
  Verdict verify(Path file, Consumer<SearchRun<?>> begun) throws RunRefused;

  /**
   * A search for the bounds of the probability that the model writes a text which the search of
   * this order may come to, as far as little work can narrow them.
   *
   * @return null if its texts are no samples under a constraint, or the model is too slow for it
   * @throws RunRefused if it cannot be asked; the message says why
   */
  @Nullable AllowedMassSearch weigh(SearchOrder order) throws RunRefused;

  /** Gives the models' memory back. */
  @Override
  void close();
}
