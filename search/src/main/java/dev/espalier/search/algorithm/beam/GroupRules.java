package dev.espalier.search.algorithm.beam;

import dev.espalier.search.algorithm.Settings;

/**
 * By what each group of diverse beam search chooses.
 *
 * @param width how many hypotheses a group has (B′)
 * @param strength of the penalty (λ)
 * @param countEnds whether later groups must be unlike an end of text too
 * @param backfill whether candidates of rank B′ and below fill the places of those that ended
 * @param countCandidates whether later groups must be unlike all candidates, not only those kept
 * @param persist whether the penalty stays in the score of what follows
 */
record GroupRules(
    int width,
    double strength,
    Dissimilarity dissimilarity,
    boolean countEnds,
    boolean backfill,
    boolean countCandidates,
    boolean persist,
    StopRule stop) {

  /** Where a setting is left to the preset. */
  static final String BY_PRESET = "preset";

  static GroupRules of(Settings settings) {
    int all = settings.whole("width");
    int groups = settings.whole("groups");
    if (all % groups != 0) {
      throw new IllegalArgumentException(
          "width is %d; it must be a multiple of groups, which is %d".formatted(all, groups));
    }
    boolean paper = settings.text("preset").equals("paper");
    return new GroupRules(
        all / groups,
        settings.real("diversity"),
        Dissimilarity.named(
            settings.text("dissimilarity"), settings.real("gamma"), settings.whole("ngram-size")),
        chosen(settings, "count-ends", paper),
        chosen(settings, "backfill", !paper),
        settings.text("counted").equals("candidates"),
        settings.on("persist"),
        StopRule.of(settings));
  }

  private static boolean chosen(Settings settings, String name, boolean byPreset) {
    String text = settings.text(name);
    return text.equals(BY_PRESET) ? byPreset : Boolean.parseBoolean(text);
  }
}
