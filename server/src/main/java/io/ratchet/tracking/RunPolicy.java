// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.mlflow.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a run takes what is to be written to it. */
final class RunPolicy {
  private RunPolicy() {}

  static Failure missing(String run) {
    return Refusals.missing("Run with id=" + Problem.shorten(run) + " not found");
  }

  /** Refuses a run that is not there, or is not there for this project, or is deleted. */
  static @Nullable Failure refuse(Write write, RunStore.@Nullable Place place) {
    if (place == null || !place.project().equals(write.project().name())) {
      return missing(write.run());
    }
    return place.isDeleted() ? deleted(write.run()) : null;
  }

  static Failure deleted(String run) {
    return Refusals.invalid(
        "The run " + run + " must be in the 'active' state. Current state is deleted.");
  }

  /**
   * Refuses parameters that have another value already.
   *
   * @param known the values of the run's parameters
   */
  static @Nullable Failure refuse(Write write, Map<String, String> known) {
    List<String> changes = new ArrayList<>();
    for (Param param : write.params()) {
      String old = known.get(param.key());
      if (old != null && !old.equals(param.value())) {
        if (!write.isBatch()) {
          return Refusals.invalid(
              "Changing param values is not allowed. Param with key='%s' was already logged with"
                      .formatted(param.key())
                  + " value='%s' for run ID='%s'. Attempted logging new value '%s'."
                      .formatted(
                          Problem.shorten(old), write.run(), Problem.shorten(param.value())));
        }
        changes.add(
            "{'key': '%s', 'old_value': '%s', 'new_value': '%s'}"
                .formatted(param.key(), Problem.shorten(old), Problem.shorten(param.value())));
      }
    }
    return changes.isEmpty()
        ? null
        : Refusals.invalid(
            "Changing param values is not allowed. Params were already logged='[%s]' for run ID='%s'."
                .formatted(String.join(", ", changes), write.run()));
  }
}
