package dev.espalier.app.engine;

import dev.espalier.app.run.RunRefused;
import dev.espalier.reward.process.Judges;
import dev.espalier.reward.process.LikelihoodRewardModel;
import dev.espalier.reward.process.PrmFormat;
import dev.espalier.reward.process.ProcessRewardModel.Extent;
import dev.espalier.reward.verifier.RewardEnsemble;
import dev.espalier.reward.verifier.RewardEnsemble.Combination;
import dev.espalier.reward.verifier.VerifierReward;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.reward.RewardModel;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * What judges the steps of a search, as users name it.
 *
 * @param judges one, or several that form an ensemble
 * @param combination how several become one
 */
public record RewardChoice(ImmutableList<Judge> judges, Combination combination) {

  /** The rule instead of a model; with a colon and a problem file behind it, it knows answers. */
  private static final String VERIFIER = "verifier";

  /** Before the name of a language model that is to judge. */
  private static final String LIKELIHOOD = "likelihood:";

  /** One that judges. */
  public sealed interface Judge {

    /**
     * A model.
     *
     * @param format how it reads, or null to tell it from the folder
     */
    record Model(Path folder, @Nullable PrmFormat format, Extent extent) implements Judge {}

    /** A language model that judges by how likely it finds each token. */
    record Likelihood(Path folder) implements Judge {}

    /**
     * The rule.
     *
     * @param problems a file of problems with their answers, or null to check arithmetic alone
     */
    record Verifier(@Nullable Path problems) implements Judge {}
  }

  public RewardChoice {
    if (judges.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to judge by; name a reward model");
    }
  }

  /** A model's folder. */
  public static RewardChoice folder(Path folder) {
    return new RewardChoice(
        Lists.immutable.with(new Judge.Model(folder, null, Extent.STEP)), Combination.MEAN);
  }

  /** As {@link #parse(String, ModelPlaces, PrmFormat, Extent, Combination)}, all else as usual. */
  static @Nullable RewardChoice parse(String names, ModelPlaces places) throws RunRefused {
    return names.isBlank() ? null : parse(names, places, null, Extent.STEP, Combination.MEAN);
  }

  /** The folders of the models among the judges. */
  ImmutableList<Path> folders() {
    return judges
        .collect(judge ->
            switch (judge) {
              case Judge.Model model -> Lists.immutable.with(model.folder());
              case Judge.Likelihood likelihood -> Lists.immutable.with(likelihood.folder());
              case Judge.Verifier _ -> Lists.immutable.<Path>empty();
            })
        .flatCollect(folders -> folders);
  }

  /**
   * Reads names joined by commas: bundled models, folders, {@code likelihood:} before one of these,
   * {@code verifier} or {@code verifier:FILE}.
   *
   * @param format of all models among them, or null to tell it from each folder
   * @throws RunRefused if there is no such model, or a name is missing
   */
  public static RewardChoice parse(
      String names,
      ModelPlaces places,
      @Nullable PrmFormat format,
      Extent extent,
      Combination combination)
      throws RunRefused {
    MutableList<Judge> judges = Lists.mutable.empty();
    for (String name : names.split(",", -1)) {
      if (name.isBlank()) {
        throw new RunRefused("One of the rewards \"%s\" has no name.".formatted(names));
      }
      if (name.equals(VERIFIER)) {
        judges.add(new Judge.Verifier(null));
      } else if (name.startsWith(VERIFIER + ":")) {
        judges.add(new Judge.Verifier(Path.of(name.substring(VERIFIER.length() + 1))));
      } else if (name.startsWith(LIKELIHOOD)) {
        judges.add(new Judge.Likelihood(places.find(name.substring(LIKELIHOOD.length()))));
      } else {
        judges.add(new Judge.Model(places.find(name), format, extent));
      }
    }
    return new RewardChoice(judges.toImmutable(), combination);
  }

  /**
   * Opens what judges; closing it closes all of it.
   *
   * @throws RunRefused if a model or file is missing, damaged, or of a kind that cannot be used
   */
  @SuppressWarnings("MustBeClosedChecker") // What is returned closes them.
  RewardModel open(RuntimeOptions options) throws RunRefused {
    MutableList<RewardModel> opened = Lists.mutable.empty();
    boolean done = false;
    try {
      for (Judge judge : judges) {
        opened.add(open(judge, options));
      }
      done = true;
      return opened.size() == 1
          ? opened.getFirst()
          : new RewardEnsemble(opened.toImmutable(), combination);
    } finally {
      if (!done) {
        opened.forEach(RewardModel::close);
      }
    }
  }

  private static RewardModel open(Judge judge, RuntimeOptions options) throws RunRefused {
    try {
      return switch (judge) {
        case Judge.Model model ->
            Judges.open(Checkpoint.open(model.folder()), model.format(), model.extent(), options);
        case Judge.Likelihood likelihood ->
            LikelihoodRewardModel.open(Checkpoint.open(likelihood.folder()), options);
        case Judge.Verifier verifier -> {
          Path problems = verifier.problems();
          yield problems == null ? VerifierReward.ofArithmetic() : VerifierReward.read(problems);
        }
      };
    } catch (ModelFormatException | ModelFailure e) {
      throw new RunRefused("The reward model cannot be used. " + e.getMessage(), e);
    } catch (IOException e) {
      throw new RunRefused("The verifier's problems cannot be read: " + e.getMessage(), e);
    }
  }
}
