package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Settings;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;

/** All stages there are, as users set and order them. */
final class SamplingStages {

  private static final ImmutableList<String> HF =
      Lists.immutable.with(
          "repetition-penalty",
          "presence-penalty",
          "frequency-penalty",
          "no-repeat-ngram",
          "dry",
          "temperature",
          "top-k",
          "top-p",
          "min-p",
          "typical",
          "epsilon",
          "eta",
          "xtc",
          "mirostat");

  private static final ImmutableList<String> VLLM =
      Lists.immutable.with(
          "no-repeat-ngram",
          "repetition-penalty",
          "frequency-penalty",
          "presence-penalty",
          "dry",
          "temperature",
          "min-p",
          "top-k",
          "top-p",
          "typical",
          "epsilon",
          "eta",
          "xtc",
          "mirostat");

  private static final ImmutableList<String> LLAMA_CPP =
      Lists.immutable.with(
          "repetition-penalty",
          "frequency-penalty",
          "presence-penalty",
          "no-repeat-ngram",
          "dry",
          "top-k",
          "typical",
          "top-p",
          "min-p",
          "epsilon",
          "eta",
          "xtc",
          "temperature",
          "mirostat");

  /** Stages that one of the three libraries lacks stand where its users would expect them. */
  static final Parameter.Order ORDER =
      new Parameter.Order(
          "order",
          "In which the stages follow each other: as in hf (Hugging Face transformers), vllm or"
              + " llama.cpp (temperature late), or as you write them.",
          "hf",
          HF,
          Maps.immutable.with("hf", HF, "vllm", VLLM, "llama.cpp", LLAMA_CPP));

  static final ImmutableList<Parameter> PARAMETERS =
      SamplingChain.parameters(1)
          .newWith(Typical.PARAMETER)
          .newWith(Epsilon.PARAMETER)
          .newWith(Eta.PARAMETER)
          .newWith(RepetitionPenalty.PARAMETER)
          .newWith(PresencePenalty.PARAMETER)
          .newWith(FrequencyPenalty.PARAMETER)
          .newWith(NoRepeatNgram.PARAMETER)
          .newWithAll(Dry.PARAMETERS)
          .newWithAll(Xtc.PARAMETERS)
          .newWithAll(Mirostat.PARAMETERS)
          .newWith(ORDER);

  private SamplingStages() {}

  static SamplingChain chain(Settings settings) {
    ImmutableList<Stage> stages =
        Lists.immutable.with(
            new Temperature(settings.real("temperature")),
            new TopK(settings.whole("top-k")),
            new TopP(settings.real("top-p")),
            new MinP(settings.real("min-p")),
            new Typical(settings.real("typical")),
            new Epsilon(settings.real("epsilon")),
            new Eta(settings.real("eta")),
            new RepetitionPenalty(settings.real("repetition-penalty")),
            new PresencePenalty(settings.real("presence-penalty")),
            new FrequencyPenalty(settings.real("frequency-penalty")),
            new NoRepeatNgram(settings.whole("no-repeat-ngram")),
            new Dry(
                settings.real("dry-multiplier"),
                settings.real("dry-base"),
                settings.whole("dry-length")),
            new Xtc(settings.real("xtc-probability"), settings.real("xtc-threshold")),
            new Mirostat(settings.real("mirostat-tau"), settings.real("mirostat-eta")));
    ImmutableList<String> order = ORDER.sequence(settings.text("order"));
    return new SamplingChain(
        stages.toSortedListBy(stage -> order.indexOf(stage.name())).toImmutable());
  }
}
