// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

/** How many of a number of independent trials succeeded; mergeable by addition. */
public record Proportion(long successes, long trials) {

  public Proportion {
    if (successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          "not a proportion: %d successes of %d trials".formatted(successes, trials));
    }
  }

  public long failures() {
    return trials - successes;
  }

  /**
   * The observed share of successes.
   *
   * @throws IllegalStateException without trials, when there is none
   */
  public double rate() {
    if (trials == 0) {
      throw new IllegalStateException("no trials, so no rate");
    }
    return (double) successes / trials;
  }

  public Proportion plus(Proportion other) {
    return new Proportion(
        Math.addExact(successes, other.successes), Math.addExact(trials, other.trials));
  }

  /** The same outcomes as a sample of ones and zeros, for methods about means. */
  public Moments moments() {
    return trials == 0 ? Moments.EMPTY : new Moments(trials, rate(), rate() * failures());
  }
}
