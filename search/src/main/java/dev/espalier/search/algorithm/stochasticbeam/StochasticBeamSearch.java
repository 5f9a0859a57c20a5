package dev.espalier.search.algorithm.stochasticbeam;

import dev.espalier.search.algorithm.Decoding;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.algorithm.stochasticbeam.StochasticBeam.Path;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenSequence;
import java.util.Comparator;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * Stochastic beam search: a beam over log-probabilities perturbed by Gumbel noise, which draws k
 * different texts without replacement, exactly as if all texts had been listed.
 *
 * <pre>{@code
 * G_0 ~ Gumbel(0); beam <- {(root, phi = 0, G_0)}  ▷ Rooted
 * repeat until all in beam are complete  ▷ Iterated: t = iteration
 *   for each incomplete y in beam with phi, G
 *       ▷ Masked: y = node, allowed, mass; Grown: y = parent, v = text
 *     phi_v <- phi + log p(v | y), g_v ~ Gumbel(phi_v), Z <- max g_v
 *       ▷ Grown: log p = logProb; Scored.Perturbed: phi_v = logProb, g_v = noisy, Z = greatest
 *     G_v <- -log(exp(-G) - exp(-Z) + exp(-g_v)), the g_v given that their maximum is G
 *       ▷ Scored.Perturbed: G = above, G_v = value, rank
 *   beam <- the k + 1 of greatest G among the complete ones and all children
 *     ▷ Ended: y v = node, ending; Finished: y v = node, G = score; Kept: node, rank
 *     ▷ Pruned.BelowCut: node, rank, places = width, G = score, cut
 *     ▷ Pruned.Displaced: node, G = score, cut = worstKept
 * kappa <- the least G in beam  ▷ Pruned.Threshold: node, kappa = value
 * q(y) <- 1 - exp(-exp(phi - kappa)), the chance of G > kappa, for every other y in beam
 *   ▷ Scored.Included: y = node, phi = logProb, kappa = threshold, q = inclusion, p / q = weight
 * return these y with the weights p / q  ▷ Concluded: outcome
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>k</td><td>{@code k}</td></tr>
 *   <tr><td>phi, G</td><td>{@link Path#phi()}, {@link Path#perturbed()}</td></tr>
 *   <tr><td>g, Z</td><td>{@link PerturbedToken#noisy()}, {@link
 *       PerturbedToken#greatest()}</td></tr>
 *   <tr><td>kappa, q, p / q</td><td>{@link Score.Included}</td></tr>
 * </table>
 *
 * <p>The mean of f over all texts is the expectation of the sum of weight · f over those returned:
 * no text counts too much for having been likely to be drawn. (The weights of one draw add up to 1
 * only on average.)
 *
 * <p>Complexity: at most k + 1 rows a time step, in one call.
 *
 * <p>Departures: the noise of the root is drawn, as in the authors' code, where other versions set
 * it to 0; the texts are the same in law, but only so are the weights unbiased. One more path than
 * asked for is followed, since its G is kappa. A text cut at the limit of tokens or of the context
 * counts as complete. If all texts there are were drawn, kappa is −∞ and every q is 1.
 *
 * <p>Kool, van Hoof and Welling, "Stochastic Beams and Where to Find Them: The Gumbel-Top-k Trick
 * for Sampling Sequences Without Replacement", arXiv 1903.06059 (2019).
 */
public final class StochasticBeamSearch implements SearchAlgorithm<StochasticBeam> {

  public static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable.with(
          new Parameter.Whole("k", "How many different texts are drawn.", 4, 1, 1_000),
          new Parameter.Real(
              "temperature",
              "Flattens (above 1) or sharpens (below 1) the distribution that is drawn from.",
              1,
              0.01,
              100),
          new Parameter.Whole("max-tokens", "Stop after this many tokens.", 400, 1, 1_000_000));

  private final int k;
  private final double temperature;
  private final int maxTokens;

  public StochasticBeamSearch(int k, double temperature, int maxTokens) {
    if (k < 1) {
      throw new IllegalArgumentException(k + " texts; at least 1 can be drawn");
    }
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "temperature " + temperature + " is not above 0 and finite");
    }
    this.k = k;
    this.temperature = temperature;
    this.maxTokens = maxTokens;
  }

  public static StochasticBeamSearch of(Settings settings) {
    return new StochasticBeamSearch(
        settings.whole("k"), settings.real("temperature"), settings.whole("max-tokens"));
  }

  @Override
  public String name() {
    return "stochastic-beam";
  }

  @Override
  public Transition<StochasticBeam> init(Problem problem) {
    double g = problem.key().gumbel();
    Path root =
        new Path(0, TokenSequence.of(problem.prompt()), 0, 0, g, problem.key().child(0), null);
    return new Transition<>(
        new StochasticBeam(Lists.immutable.with(root), problem.prompt().size(), 0, 1, false),
        Lists.immutable.with(
            new SearchEvent.Rooted(0, problem.prompt(), problem.promptText()),
            new SearchEvent.Charged(Cost.prompt(problem.prompt().size())),
            new SearchEvent.Scored(0, new Score.Perturbed(0, g, g, g, 0, g))));
  }

  /**
   * What competes for a place: a token after a path, or a complete path by itself.
   *
   * @param token null for a path that is complete already
   */
  private record Contender(Path path, @Nullable PerturbedToken token) {

    static final Comparator<Contender> BEST_FIRST =
        Comparator.comparingDouble(Contender::perturbed).reversed();

    double perturbed() {
      return token == null ? path.perturbed() : token.perturbed();
    }
  }

  @Override
  public Transition<StochasticBeam> step(StochasticBeam beam, Models models) {
    ImmutableList<Path> open = beam.open();
    MutableList<SearchEvent> events = Lists.mutable.empty();
    if (open.getFirst().sequence().length() > models.language().description().contextLength()) {
      events.add(new SearchEvent.Ended(0, Ending.CONTEXT));
      return stop(beam, models, events, Outcome.EXHAUSTED, "the prompt fills the whole context");
    }
    int time = beam.time() + 1;
    events.add(new SearchEvent.Iterated(time));
    ImmutableList<NextTokens> rows =
        models.language().evaluate(open.collect(Path::sequence), Wanted.ALL_TOKENS).rows();
    events.add(new SearchEvent.Charged(Cost.modelCall(rows.size())));
    Decoding.noteMasks(
        rows, open.collectInt(Path::node, IntLists.mutable.empty()).toImmutable(), events);

    ImmutableList<Contender> ranking = ranking(beam, open, rows);
    int places = k + 1;
    double cut = ranking.get(Math.min(places, ranking.size()) - 1).perturbed();
    int node = beam.nextNode();
    MutableList<Path> next = Lists.mutable.empty();
    MutableList<SearchEvent> fates = Lists.mutable.empty();
    for (int rank = 0; rank < ranking.size(); rank++) {
      Path path = ranking.get(rank).path();
      PerturbedToken token = ranking.get(rank).token();
      if (token == null) {
        if (rank < places) {
          next.add(path);
          fates.add(new SearchEvent.Kept(path.node(), rank));
        } else {
          fates.add(
              new SearchEvent.Pruned(path.node(), new Reason.Displaced(path.perturbed(), cut)));
        }
      } else if (rank < 2 * places) {
        // Those next in line are shown too: what lost, and by how little.
        Path child = child(path, token, node++, time, models);
        tell(path, token, child, rank, models, events);
        if (rank < places) {
          next.add(child);
          if (!child.isOpen()) {
            events.add(new SearchEvent.Finished(child.node(), child.perturbed()));
          }
          fates.add(new SearchEvent.Kept(child.node(), rank));
        } else {
          fates.add(
              new SearchEvent.Pruned(
                  child.node(), new Reason.BelowCut(rank, places, child.perturbed(), cut)));
        }
      }
    }
    events.addAll(fates);
    events.add(
        new SearchEvent.Charged(Cost.generated(next.count(p -> p.node() >= beam.nextNode()))));
    StochasticBeam after =
        new StochasticBeam(next.toImmutable(), beam.promptLength(), time, node, false);
    return next.anySatisfy(Path::isOpen)
        ? new Transition<>(after, events.toImmutable())
        : drawn(after, models, events);
  }

  /** Complete paths, and tokens after the others, by falling G. */
  private ImmutableList<Contender> ranking(
      StochasticBeam beam, ImmutableList<Path> open, ImmutableList<NextTokens> rows) {
    MutableList<Contender> contenders = Lists.mutable.empty();
    beam.paths().reject(Path::isOpen).forEach(path -> contenders.add(new Contender(path, null)));
    for (int i = 0; i < rows.size(); i++) {
      Path path = open.get(i);
      rows.get(i).requirePossible();
      PerturbedToken.following(path, rows.get(i), temperature, 2 * (k + 1))
          .forEach(token -> contenders.add(new Contender(path, token)));
    }
    return contenders.sortThis(Contender.BEST_FIRST).toImmutable();
  }

  private Path child(Path path, PerturbedToken token, int node, int time, Models models) {
    TokenSequence sequence = path.sequence().append(token.token());
    return new Path(
        node,
        sequence,
        path.logProb() + token.logProb(),
        token.phi(),
        token.perturbed(),
        path.key().child(token.token()),
        Decoding.ending(models, token.token(), time, maxTokens, sequence.length()));
  }

  private static void tell(
      Path path,
      PerturbedToken token,
      Path child,
      int rank,
      Models models,
      MutableList<SearchEvent> events) {
    events.add(
        new SearchEvent.Grown(
            child.node(),
            path.node(),
            IntLists.immutable.with(token.token()),
            models.tokenizer().text(token.token()),
            token.logProb()));
    events.add(
        new SearchEvent.Scored(
            child.node(),
            new Score.Perturbed(
                token.phi(),
                token.noisy(),
                token.greatest(),
                path.perturbed(),
                rank,
                token.perturbed())));
    Ending ending = child.ending();
    if (ending != null) {
      events.add(new SearchEvent.Ended(child.node(), ending));
    }
  }

  /** All paths are complete: the k best are the texts drawn, the next is the threshold. */
  private Transition<StochasticBeam> drawn(
      StochasticBeam beam, Models models, MutableList<SearchEvent> events) {
    double kappa =
        beam.paths().size() > k ? beam.paths().get(k).perturbed() : Double.NEGATIVE_INFINITY;
    MutableList<Result> results = Lists.mutable.empty();
    for (Path path : beam.paths().take(k)) {
      double logInclusion = logInclusion(path.phi(), kappa);
      double weight = Math.exp(path.phi() - logInclusion);
      events.add(
          new SearchEvent.Scored(
              path.node(),
              new Score.Included(
                  path.phi(), kappa, Math.exp(logInclusion), weight, path.perturbed())));
      results.add(result(path, beam, models, weight));
    }
    for (Path path : beam.paths().drop(k)) {
      events.add(new SearchEvent.Pruned(path.node(), new Reason.Threshold(kappa, k)));
    }
    events.add(
        new SearchEvent.Concluded(
            Outcome.SOLVED,
            results.size() < k
                ? "there are no more texts than these"
                : "as many texts as asked for are complete",
            results.toImmutable()));
    return new Transition<>(beam.done(), events.toImmutable());
  }

  /** log(1 − exp(−exp(phi − kappa))), which is phi − kappa where that is very small. */
  static double logInclusion(double phi, double kappa) {
    double x = phi - kappa;
    return x < -37 ? x : Math.log(-Math.expm1(-Math.exp(x)));
  }

  @Override
  public Transition<StochasticBeam> conclude(
      StochasticBeam beam, Models models, Outcome why, String explanation) {
    return stop(beam, models, Lists.mutable.empty(), why, explanation);
  }

  /** Complete texts are the results, in want of any the incomplete ones; none has a weight. */
  private static Transition<StochasticBeam> stop(
      StochasticBeam beam,
      Models models,
      MutableList<SearchEvent> events,
      Outcome outcome,
      String explanation) {
    ImmutableList<Path> complete = beam.paths().reject(Path::isOpen);
    ImmutableList<Path> best = complete.isEmpty() && beam.time() > 0 ? beam.paths() : complete;
    events.add(
        new SearchEvent.Concluded(
            outcome, explanation, best.collect(path -> result(path, beam, models, null))));
    return new Transition<>(beam.done(), events.toImmutable());
  }

  private static Result result(
      Path path, StochasticBeam beam, Models models, @Nullable Double weight) {
    var tokens = path.sequence().suffix(beam.promptLength());
    return new Result(
        path.node(),
        tokens,
        models.tokenizer().decode(tokens),
        path.logProb(),
        path.perturbed(),
        weight);
  }
}
