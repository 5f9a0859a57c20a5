package dev.espalier.reward.training;

/** An endless training set: example number n is the same whenever it is asked for. */
@FunctionalInterface
interface ExampleSource {
  Example example(long index);
}
