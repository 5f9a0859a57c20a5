package dev.espalier.search.algorithm.smc.rejection;

/** Gauss–Legendre quadrature on [0, 1], exact for polynomials of degree 63. */
final class GaussLegendre {

  static final int POINTS = 32;

  private static final double[] X = new double[POINTS];
  private static final double[] W = new double[POINTS];

  static {
    // Newton's iteration from Chebyshev's points finds the roots of the Legendre polynomial.
    for (int i = 0; i < POINTS; i++) {
      double x = Math.cos(Math.PI * (i + 0.75) / (POINTS + 0.5));
      double slope = 1;
      for (int iteration = 0; iteration < 100; iteration++) {
        double p0 = 1;
        double p1 = x;
        for (int n = 2; n <= POINTS; n++) {
          double p2 = ((2 * n - 1) * x * p1 - (n - 1) * p0) / n;
          p0 = p1;
          p1 = p2;
        }
        slope = POINTS * (x * p1 - p0) / (x * x - 1);
        double step = p1 / slope;
        x -= step;
        if (Math.abs(step) < 1e-16) {
          break;
        }
      }
      X[i] = (1 + x) / 2;
      W[i] = 1 / ((1 - x * x) * slope * slope);
    }
  }

  private GaussLegendre() {}

  static double point(int i) {
    return X[i];
  }

  static double weight(int i) {
    return W[i];
  }
}
