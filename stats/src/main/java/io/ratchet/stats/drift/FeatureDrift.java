// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

/** What the rule says of one feature's window by one method, with what it was based on. */
public sealed interface FeatureDrift {

  Measurement measurement();

  /** A sentence with the numbers that decided. */
  String why();

  /** Whether this window speaks of drift: what the next windows are told. */
  default boolean suspected() {
    return switch (this) {
      case Insufficient _ -> false;
      case Judged judged -> judged.verdict() != Verdict.STABLE;
    };
  }

  /** What a window that could be judged shows. */
  enum Verdict {
    /** Nothing that is both large enough and beyond chance. */
    STABLE,
    /** This window differs, but not enough of the last ones did. */
    SUSPECTED,
    /** This window differs, and so did as many of the last ones as the rule asks for. */
    DRIFTED
  }

  /** Too few observations to say anything. */
  record Insufficient(Measurement measurement, String why) implements FeatureDrift {}

  /**
   * A window that could be judged.
   *
   * @param threshold that the effect must exceed
   * @param adjustedPValue of Benjamini and Hochberg, over all that was judged at once
   */
  record Judged(
      Measurement.Measured measurement,
      double threshold,
      double adjustedPValue,
      Verdict verdict,
      Severity severity,
      String why)
      implements FeatureDrift {}
}
