package dev.espalier.search.algorithm.smc;

import java.util.Collections;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * Particles that stand for a distribution: each for its share of the weight.
 *
 * @param particles at least one
 */
public record Population<S>(ImmutableList<Particle<S>> particles) {

  public Population {
    if (particles.isEmpty()) {
      throw new IllegalArgumentException("a population needs at least one particle");
    }
  }

  /** {@code count} particles of weight 1 in one state. */
  public static <S> Population<S> of(S state, int count) {
    return new Population<>(
        Lists.immutable.withAll(Collections.nCopies(count, Particle.of(state))));
  }

  public int size() {
    return particles.size();
  }

  public Particle<S> get(int i) {
    return particles.get(i);
  }

  /** Whether every particle is dead. */
  public boolean isDead() {
    return particles.allSatisfy(Particle::isDead);
  }

  /** log of the sum of all weights; −∞ if all are dead. */
  double logSum() {
    double best = particles.collectDouble(Particle::logWeight).max();
    if (best == Double.NEGATIVE_INFINITY) {
      return best;
    }
    return best + Math.log(particles.sumOfDouble(one -> Math.exp(one.logWeight() - best)));
  }

  /**
   * log of the estimate Ẑ of the normalising constant: the mean weight. Ẑ itself is unbiased,
   * however weights decided when to resample.
   */
  public double logEvidence() {
    return logSum() - Math.log(size());
  }

  /** Each particle's share W of the weight; all 0 if all are dead. */
  public ImmutableDoubleList shares() {
    double logSum = logSum();
    double[] shares = new double[size()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = logSum == Double.NEGATIVE_INFINITY ? 0 : Math.exp(get(i).logWeight() - logSum);
    }
    return DoubleLists.immutable.with(shares);
  }

  /** 1 / ΣW², from 1 to the number of particles; 0 if all are dead. */
  public double effectiveSize() {
    double squares = 0;
    ImmutableDoubleList shares = shares();
    for (int i = 0; i < shares.size(); i++) {
      squares += shares.get(i) * shares.get(i);
    }
    return squares == 0 ? 0 : 1 / squares;
  }

  /** The particles drawn, all of the weight the population had on average. */
  Population<S> drawn(ImmutableIntList ancestors) {
    double logWeight = logSum() - Math.log(ancestors.size());
    return new Population<>(
        Lists.immutable.fromStream(
            ancestors
                .primitiveStream()
                .mapToObj(i -> new Particle<>(get(i).state(), logWeight, get(i).twist()))));
  }
}
