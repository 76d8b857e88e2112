// SPDX-License-Identifier: Apache-2.0
package io.ratchet.ofrep;

import io.ratchet.routing.Owner;
import io.ratchet.routing.Resolution;
import io.ratchet.routing.Segment;
import org.jspecify.annotations.Nullable;

/** What became of one flag. */
sealed interface Evaluation {
  /** The flag, as it was asked for. */
  String key();

  /**
   * A flag with a value.
   *
   * @param segment that holds the unit, null where none does
   * @param exposureLost whether the unit was exposed and the record of it could not be kept
   */
  record Evaluated(
      String key,
      Resolution<?> live,
      Reason reason,
      @Nullable Segment segment,
      boolean exposureLost)
      implements Evaluation {

    String version() {
      return live.version().version().toString();
    }

    /** The arm of the trial, or the version where no trial decided. */
    String variant() {
      String arm = live.variant();
      return arm == null ? version() : arm;
    }

    /** The experiment that the unit takes part in by this answer, null where it does in none. */
    @Nullable String experiment() {
      return live.variant() != null && live.route().owner() instanceof Owner.Experiment experiment
          ? experiment.id()
          : null;
    }
  }

  /** A flag without a value: callers use the default of their code. */
  record Failed(String key, Fault fault, String details) implements Evaluation {}
}
