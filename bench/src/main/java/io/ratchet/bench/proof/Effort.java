// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

/**
 * How much of a proof is done: the share of its full number of runs.
 *
 * @param share above 0; 1 is what the page of the documentation shows
 */
public record Effort(double share) {
  public static final Effort FULL = new Effort(1);

  public Effort {
    if (!(share > 0 && share <= 100)) {
      throw new IllegalArgumentException("not an effort above 0: " + share);
    }
  }

  /** At least five, since fewer say nothing. */
  int runs(int full) {
    return Math.max(5, (int) Math.round(full * share));
  }
}
