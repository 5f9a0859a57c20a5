package dev.espalier.search.algorithm.aligned;

import dev.espalier.search.algorithm.Decoding;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.aligned.AlignedState.Terms;
import dev.espalier.search.algorithm.aligned.Draw.Fate;
import dev.espalier.search.algorithm.aligned.Draw.Visit;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.FilterStage;
import dev.espalier.search.event.Prospect;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.token.TokenSequence;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * One step of a batch: a token drawn for each of its draws. Lives for that step alone.
 *
 * <p>Draws of a batch have begun together, so those that go the same way do so in the same step,
 * and share the node that appears.
 */
final class TokenDrawing {

  /** How many of the most probable tokens an event shows. */
  private static final int SHOWN = 8;

  private final TrieSampling sampling;
  private final int promptLength;
  private final Models models;
  private final MutableList<SearchEvent> events;
  private final Map<TokenSequence, Integer> nodes = new HashMap<>();
  private int nextNode;

  /**
   * @param state before the step
   * @param events takes what happens
   */
  TokenDrawing(
      TrieSampling sampling, AlignedState state, Models models, MutableList<SearchEvent> events) {
    this.sampling = sampling;
    this.promptLength = state.prompt().length();
    this.models = models;
    this.events = events;
    this.nextNode = state.nextNode();
  }

  /** The number of the next node. */
  int nextNode() {
    return nextNode;
  }

  /** A draw with one more token, or at its end. */
  Draw longer(Draw draw) {
    Outlook outlook = Objects.requireNonNull(draw.visit().outlook());
    Prefix known = draw.known() == null || draw.known().outlook() == null ? null : draw.known();
    Proposal weighed =
        Proposal.of(sampling.rule().logWeights(outlook, known, draw.visit().above() == null));
    if (weighed == null) {
      if (draw.node() != 0) {
        events.add(new SearchEvent.Pruned(draw.node(), new Reason.NoChildren()));
      }
      return draw.ended(Fate.DEAD);
    }
    Proposal proposal = terms().temperature() == 0 ? weighed.greedy() : weighed;
    double uniform = draw.key().uniform();
    int token = proposal.draw(uniform);
    double probability = proposal.probability(token);
    events.add(new SearchEvent.Considered(draw.node(), prospects(outlook, known, proposal, token)));
    events.add(
        new SearchEvent.Drawn(draw.node(), token, stages(outlook, proposal), uniform, probability));

    TokenSequence sequence = draw.sequence().append(token);
    double logProb = outlook.own().logProb(token);
    double logTarget = outlook.target().logProb(token);
    Prefix child = known == null ? null : known.children().get(token);
    boolean isNew = child == null && !nodes.containsKey(sequence);
    int node = child == null ? node(sequence, draw.node(), logProb) : child.node();
    Draw longer =
        new Draw(
            sequence,
            new Visit(draw.visit(), token, node, child == null ? null : child.outlook()),
            child,
            draw.logProb() + logProb,
            draw.logTarget() + logTarget,
            draw.logProposal() + Math.log(probability),
            draw.key().child(0),
            null);
    return outlook.allows(token)
        ? atItsEnd(longer, isNew)
        : rejected(longer, isNew, Math.exp(logTarget));
  }

  private Terms terms() {
    return sampling.terms();
  }

  private int node(TokenSequence sequence, int parent, double logProb) {
    Integer there = nodes.get(sequence);
    if (there != null) {
      return there;
    }
    int token = sequence.last();
    events.add(
        new SearchEvent.Grown(
            nextNode,
            parent,
            IntLists.immutable.with(token),
            models.tokenizer().text(token),
            logProb));
    nodes.put(sequence, nextNode);
    return nextNode++;
  }

  private Draw rejected(Draw draw, boolean isNew, double probability) {
    if (isNew) {
      events.add(new SearchEvent.Pruned(draw.node(), new Reason.Forbidden(probability)));
    }
    return draw.ended(Fate.FORBIDDEN);
  }

  private Draw atItsEnd(Draw draw, boolean isNew) {
    int generated = draw.sequence().length() - promptLength;
    Ending ending =
        Decoding.ending(
            models,
            draw.sequence().last(),
            generated,
            terms().maxTokens(),
            draw.sequence().length());
    if (ending == null) {
      return draw;
    }
    boolean whole = ending == Ending.END_OF_TEXT || ending == Ending.EMPTY;
    if (isNew) {
      events.add(new SearchEvent.Ended(draw.node(), ending));
      if (whole) {
        events.add(new SearchEvent.Finished(draw.node(), draw.logProb()));
      } else if (sampling.learns()) {
        events.add(new SearchEvent.Pruned(draw.node(), new Reason.TooDeep(generated, generated)));
      }
    }
    if (whole) {
      events.add(
          new SearchEvent.Scored(
              draw.node(),
              new Score.Sampled(draw.logTarget(), draw.logProposal(), draw.logWeight())));
    }
    return draw.ended(whole ? Fate.WHOLE : Fate.CUT);
  }

  private ImmutableList<FilterStage> stages(Outlook outlook, Proposal proposal) {
    MutableList<FilterStage> stages = Lists.mutable.empty();
    if (terms().temperature() != 1) {
      int kept = terms().temperature() == 0 ? 1 : outlook.size();
      stages.add(new FilterStage("temperature", kept, 1));
    }
    boolean masked = true;
    for (int v = 0; v < outlook.size() && masked; v++) {
      masked = proposal.probability(v) == 0 || outlook.allows(v);
    }
    if (masked) {
      stages.add(new FilterStage("constraint", outlook.allowed(), Math.exp(outlook.logMass())));
    }
    return stages.toImmutable();
  }

  /** The most probable tokens, best first, and the drawn one. */
  private ImmutableList<Prospect> prospects(
      Outlook outlook, @Nullable Prefix known, Proposal proposal, int drawn) {
    NextTokens top = outlook.target().top(Math.min(SHOWN, outlook.size()));
    MutableList<Prospect> prospects = Lists.mutable.empty();
    boolean among = false;
    for (int i = 0; i < top.size(); i++) {
      among |= top.token(i) == drawn;
      prospects.add(prospect(top.token(i), outlook, known, proposal));
    }
    if (!among) {
      prospects.add(prospect(drawn, outlook, known, proposal));
    }
    return prospects.toImmutable();
  }

  private Prospect prospect(int token, Outlook outlook, @Nullable Prefix known, Proposal proposal) {
    boolean allowed = outlook.allows(token);
    return new Prospect(
        token,
        models.tokenizer().text(token),
        outlook.target().logProb(token),
        allowed,
        allowed ? known == null ? 0 : known.logFutureOf(token) : Double.NEGATIVE_INFINITY,
        proposal.probability(token));
  }
}
