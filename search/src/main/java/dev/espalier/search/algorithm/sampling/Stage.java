package dev.espalier.search.algorithm.sampling;

/**
 * One stage of a sampling chain: a function from distributions to distributions.
 *
 * <p>A stage never takes the last token away: where its rule would, the most probable one stays.
 */
sealed interface Stage {

  /** As in events and in orders. */
  String name();

  /** Whether its setting leaves every distribution as it is. */
  boolean neutral();

  /** What it makes of a distribution, renormalised. */
  Distribution apply(Distribution before, Situation situation);

  /** A stage that looks at nothing but the distribution. */
  sealed interface Filter extends Stage
      permits Temperature, TopK, TopP, MinP, Typical, Epsilon, Eta {

    Distribution apply(Distribution before);

    @Override
    default Distribution apply(Distribution before, Situation situation) {
      return apply(before);
    }
  }

  /** A stage that looks at the text, or at what was drawn before. */
  sealed interface Contextual extends Stage
      permits RepetitionPenalty,
          PresencePenalty,
          FrequencyPenalty,
          NoRepeatNgram,
          Dry,
          Xtc,
          Mirostat {}
}
