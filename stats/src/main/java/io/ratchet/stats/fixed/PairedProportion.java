// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Moments;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.Proportion;

/**
 * How often the control and the treatment succeeded on the same inputs: the table of two outcomes
 * by two; mergeable by addition.
 *
 * @param both inputs on which both succeeded
 * @param controlOnly on which the control alone did
 * @param treatmentOnly on which the treatment alone did
 * @param neither on which both failed
 */
public record PairedProportion(long both, long controlOnly, long treatmentOnly, long neither) {

  /** The table without pairs. */
  public static final PairedProportion EMPTY = new PairedProportion(0, 0, 0, 0);

  public PairedProportion {
    if (Math.min(Math.min(both, neither), Math.min(controlOnly, treatmentOnly)) < 0) {
      throw new IllegalArgumentException(
          "not counts: %d, %d, %d, %d".formatted(both, controlOnly, treatmentOnly, neither));
    }
  }

  /** The table with one more pair. */
  public PairedProportion plus(boolean control, boolean treatment) {
    return new PairedProportion(
        both + (control && treatment ? 1 : 0),
        controlOnly + (control && !treatment ? 1 : 0),
        treatmentOnly + (!control && treatment ? 1 : 0),
        neither + (!control && !treatment ? 1 : 0));
  }

  public long pairs() {
    return Math.addExact(Math.addExact(both, neither), discordant());
  }

  /** Pairs whose outcomes differ: all that a test of paired rates learns from. */
  public long discordant() {
    return Math.addExact(controlOnly, treatmentOnly);
  }

  public Proportion control() {
    return new Proportion(both + controlOnly, pairs());
  }

  public Proportion treatment() {
    return new Proportion(both + treatmentOnly, pairs());
  }

  /** The same outcomes as pairs of ones and zeros, the control's first. */
  public PairedMoments moments() {
    if (pairs() == 0) {
      return PairedMoments.EMPTY;
    }
    Moments control = control().moments();
    Moments treatment = treatment().moments();
    double comoment = both - control.mean() * (both + treatmentOnly);
    double most = Math.sqrt(control.m2()) * Math.sqrt(treatment.m2());
    return new PairedMoments(
        pairs(),
        control.mean(),
        control.m2(),
        treatment.mean(),
        treatment.m2(),
        Math.clamp(comoment, -most, most));
  }
}
