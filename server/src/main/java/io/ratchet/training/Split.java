// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Which rows are learnt from and which are held out to measure on. */
public sealed interface Split {
  /** The share of rows that is held out; 0 holds out none. */
  double holdout();

  /** The newest rows are held out, as a model will meet rows newer than those it learnt from. */
  record ByTime(double holdout) implements Split {
    public ByTime {
      checkShare(holdout);
    }
  }

  /** Rows are held out by lot: for data whose order means nothing. */
  record Shuffled(double holdout, long seed) implements Split {
    public Shuffled {
      checkShare(holdout);
    }
  }

  private static void checkShare(double holdout) {
    if (!(holdout >= 0 && holdout < 1)) {
      throw new IllegalArgumentException("a share of rows to hold out: " + holdout);
    }
  }

  /** Places of rows, ascending. */
  record Parts(int[] training, int[] holdout) {}

  /** Divides so many rows; at least one stays to learn from. */
  default Parts parts(int rows) {
    int[] places = new int[rows];
    Arrays.setAll(places, i -> i);
    if (this instanceof Shuffled(double _, long seed)) {
      shuffle(places, new Random(seed));
    }
    int cut = Math.max(Math.min(rows, 1), rows - (int) Math.round(rows * holdout()));
    int[] training = Arrays.copyOf(places, cut);
    int[] held = Arrays.copyOfRange(places, cut, rows);
    Arrays.sort(training);
    Arrays.sort(held);
    return new Parts(training, held);
  }

  /** Fisher and Yates. */
  private static void shuffle(int[] places, RandomGenerator random) {
    for (int i = places.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int place = places[i];
      places[i] = places[other];
      places[other] = place;
    }
  }
}
