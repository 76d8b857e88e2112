// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.mlflow.Refusals;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How a trace stands, by MLflow's names and numbers. */
public enum TraceState {
  STATE_UNSPECIFIED,
  OK,
  ERROR,
  IN_PROGRESS;

  /** How the second version of MLflow's messages calls it. */
  String legacyName() {
    return this == STATE_UNSPECIFIED ? "TRACE_STATUS_UNSPECIFIED" : name();
  }

  /** What a message says; unspecified where it does not say. */
  static TraceState of(String field, @Nullable JsonNode value) {
    if (value == null) {
      return STATE_UNSPECIFIED;
    }
    for (TraceState state : values()) {
      boolean isMeant =
          value.isIntegralNumber() && value.canConvertToInt()
              ? value.intValue() == state.ordinal()
              : value.isString()
                  && (value.stringValue().equals(state.name())
                      || value.stringValue().equals(state.legacyName()));
      if (isMeant) {
        return state;
      }
    }
    throw Refusals.unfit(
        field, value.toString(), "It must be one of STATE_UNSPECIFIED, OK, ERROR, IN_PROGRESS");
  }
}
