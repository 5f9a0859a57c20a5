package dev.espalier.reward.training;

/** Hears of a training run's steps, on the thread that runs it. */
@FunctionalInterface
public interface TrainingProgress {
  /**
   * One finished step.
   *
   * @param step number of the step, from 1
   * @param steps number of steps of the whole run
   * @param loss weighted mean cross entropy of the step, in nats
   * @param accuracy weighted share of scored positions whose most likely class was right
   * @param tokensPerSecond speed since this process started or resumed the run
   * @param secondsLeft time left at that speed
   */
  record Report(
      int step,
      int steps,
      double loss,
      double accuracy,
      double tokensPerSecond,
      double secondsLeft) {}

  void stepped(Report report);
}
