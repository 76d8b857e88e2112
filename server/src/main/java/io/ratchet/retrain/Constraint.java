// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import java.util.Locale;

/**
 * Something that keeps a trigger from firing.
 *
 * @param reason in words, with the numbers
 */
public record Constraint(Kind kind, String reason) {
  /** What keeps it. */
  public enum Kind {
    /** Another run of the model is not over. */
    RUN_OPEN,
    MIN_HOURS_BETWEEN_RETRAINS,
    MAX_RETRAINS_PER_DAY,
    MIN_LABELLED_ROWS,
    BLACKOUT,
    /** The trigger has fired by this evidence before. */
    SAME_EVIDENCE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
