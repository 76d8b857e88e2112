// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

/**
 * The normal draws of NumPy's legacy {@code RandomState}: the Mersenne Twister of Matsumoto and
 * Nishimura (1998), doubles of 53 bits from two words, and Marsaglia's polar method, whose second
 * value comes first.
 */
final class NumpyRandom {
  private static final int SIZE = 624;
  private static final int MIDDLE = 397;

  private final int[] state = new int[SIZE];
  private int next = SIZE;

  NumpyRandom(int seed) {
    state[0] = seed;
    for (int i = 1; i < SIZE; i++) {
      state[i] = 1_812_433_253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  double[] normal(int n) {
    double[] draws = new double[n];
    for (int i = 0; i < n; i += 2) {
      double x;
      double y;
      double square;
      do {
        x = 2 * uniform() - 1;
        y = 2 * uniform() - 1;
        square = x * x + y * y;
      } while (square >= 1 || square == 0);
      double factor = Math.sqrt(-2 * Math.log(square) / square);
      draws[i] = factor * y;
      if (i + 1 < n) {
        draws[i + 1] = factor * x;
      }
    }
    return draws;
  }

  private double uniform() {
    int high = word() >>> 5;
    int low = word() >>> 6;
    return (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0;
  }

  private int word() {
    if (next == SIZE) {
      for (int i = 0; i < SIZE; i++) {
        int mixed = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
        int twist = (mixed & 1) == 0 ? 0 : 0x9908b0df;
        state[i] = state[(i + MIDDLE) % SIZE] ^ (mixed >>> 1) ^ twist;
      }
      next = 0;
    }
    int word = state[next++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return word ^ (word >>> 18);
  }
}
