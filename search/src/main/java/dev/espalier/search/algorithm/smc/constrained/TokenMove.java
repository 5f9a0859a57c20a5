package dev.espalier.search.algorithm.smc.constrained;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.smc.Particle;
import dev.espalier.search.algorithm.smc.constrained.SmcAwrs.Move;
import dev.espalier.search.algorithm.smc.rejection.Distribution;
import dev.espalier.search.algorithm.smc.rejection.Proposal;
import dev.espalier.search.algorithm.smc.rejection.Try;
import dev.espalier.search.constraint.Constraint;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.WeightTerm;
import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.grammar.TokenMask;
import dev.espalier.search.potential.Walk;
import dev.espalier.search.random.RandomKey;
import java.util.Objects;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/** Moves the particles of one step, and counts what the constraint was asked. Owned by the step. */
final class TokenMove {

  private final Models models;

  /** Null where only the condition binds the text. */
  private final @Nullable Constraint constraint;

  private final Samplers samplers;
  private final Condition condition;

  /** The empty text under the condition, once a particle stands there. */
  private @Nullable Walk start;

  private final MutableList<SearchEvent> events;
  private long checks;

  TokenMove(
      Models models, Samplers samplers, Condition condition, MutableList<SearchEvent> events) {
    this.models = models;
    this.constraint = models.constraint();
    this.samplers = samplers;
    this.condition = condition;
    this.events = events;
  }

  /** How many tokens were held against the constraint so far. */
  long checks() {
    return checks;
  }

  /** The particle with a token that the constraint allows, as far as one is found. */
  Move draw(int i, Particle<Strand> one, Distribution p, int node, RandomKey key) {
    @Nullable ParserState place = place(one.state());
    @Nullable Walk walk = walk(one.state());
    Proposal drawn;
    if (samplers.masks()) {
      long[] mask = mask(place);
      for (int item = 0; item < p.size() && walk != null; item++) {
        int token = p.token(item);
        if (TokenMask.allows(mask, token) && !isAllowedBy(walk, token)) {
          mask[token >> 6] &= ~(1L << (token & 63));
        }
      }
      drawn = samplers.sampler().propose(p, token -> TokenMask.allows(mask, token), key);
      checks += models.tokenizer().vocabularySize();
      events.add(
          new SearchEvent.Masked(one.state().node(), allowedBy(mask), Math.exp(drawn.logWeight())));
    } else {
      drawn =
          samplers
              .sampler()
              .propose(p, token -> allows(place, token) && isAllowedBy(walk, token), key);
      checks += drawn.checks();
      note(i, one.state().node(), drawn.tries());
    }
    return move(i, one, node, drawn.token(), drawn.logProb(), "sampler", drawn.logWeight());
  }

  /** The particle with the end of its text, which is due. */
  Move end(int i, Particle<Strand> one, Distribution p, int node) {
    // Where no end is possible, any token stands for the one that cannot be drawn.
    int end = models.tokenizer().endTokens().minIfEmpty(p.token(0));
    double logProb = Double.NEGATIVE_INFINITY;
    for (int item = 0; item < p.size(); item++) {
      if (isEnd(p.token(item))) {
        end = p.token(item);
        logProb = p.logProb(item);
      }
    }
    checks++;
    boolean allowed = mayEnd(place(one.state())) && condition.allowsEnd(walk(one.state()));
    return move(i, one, node, end, logProb, "end", allowed ? logProb : Double.NEGATIVE_INFINITY);
  }

  private Move move(
      int i,
      Particle<Strand> one,
      int node,
      int token,
      double logProb,
      String term,
      double logWeight) {
    Strand before = one.state();
    boolean end = isEnd(token);
    events.add(
        new SearchEvent.Grown(
            node,
            before.node(),
            IntLists.immutable.with(token),
            models.tokenizer().text(token),
            logProb));
    @Nullable Ending ending = null;
    @Nullable ParserState place = null;
    @Nullable Walk walk = null;
    if (end) {
      ending = before.isEmpty() ? Ending.EMPTY : Ending.END_OF_TEXT;
      events.add(new SearchEvent.Ended(node, ending));
    } else if (logWeight > Double.NEGATIVE_INFINITY) {
      @Nullable ParserState at = place(before);
      place =
          constraint == null || at == null
              ? null
              : Objects.requireNonNull(
                  constraint.advance(at, token), "an allowed token leads nowhere");
      walk = condition.push(walk(before), token);
    }
    ImmutableList<WeightTerm> terms =
        one.twist() == 0
            ? Lists.immutable.with(new WeightTerm(term, logWeight))
            : Lists.immutable.with(
                new WeightTerm("untwist", -one.twist()), new WeightTerm(term, logWeight));
    return new Move(
        i,
        one,
        new Strand(
            node, before.sequence().append(token), place, walk, before.logProb() + logProb, ending),
        terms);
  }

  private void note(int particle, int node, ImmutableList<Try> tries) {
    for (int draw = 0; draw < tries.size(); draw++) {
      Try one = tries.get(draw);
      events.add(
          new SearchEvent.Tried(
              node,
              particle,
              draw,
              one.token(),
              models.tokenizer().label(one.token()),
              one.logProb(),
              one.allowed(),
              one.known()));
    }
  }

  private @Nullable ParserState place(Strand strand) {
    return strand.place() == null && constraint != null ? constraint.start() : strand.place();
  }

  private @Nullable Walk walk(Strand strand) {
    if (!strand.isEmpty()) {
      return strand.walk();
    }
    if (start == null) {
      start = condition.start(models);
    }
    return start;
  }

  private boolean isAllowedBy(@Nullable Walk walk, int token) {
    return isEnd(token) ? condition.allowsEnd(walk) : condition.allows(walk, token);
  }

  private boolean allows(@Nullable ParserState place, int token) {
    if (constraint == null || place == null) {
      return isEnd(token) || hasText(token);
    }
    return isEnd(token) ? place.accepting() : constraint.advance(place, token) != null;
  }

  private boolean mayEnd(@Nullable ParserState place) {
    return place == null || place.accepting();
  }

  /** Tokens without a text are special, and none of them belongs into one. */
  private boolean hasText(int token) {
    return models.tokenizer().bytes(token).length > 0;
  }

  /** What may follow by the constraint alone, the caller's own. */
  private long[] mask(@Nullable ParserState place) {
    if (constraint != null && place != null) {
      return constraint.allowed(place).clone();
    }
    int size = models.tokenizer().vocabularySize();
    long[] mask = new long[(size + 63) >> 6];
    for (int token = 0; token < size; token++) {
      if (isEnd(token) || hasText(token)) {
        mask[token >> 6] |= 1L << (token & 63);
      }
    }
    return mask;
  }

  private boolean isEnd(int token) {
    return models.tokenizer().endTokens().contains(token);
  }

  private static int allowedBy(long[] mask) {
    int allowed = 0;
    for (long word : mask) {
      allowed += Long.bitCount(word);
    }
    return allowed;
  }
}
