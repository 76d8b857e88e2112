// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.mlflow.Refusals;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How a trace stands, by MLflow's names and numbers. */
public enum TraceState {
  STATE_UNSPECIFIED(0),
  OK(1),
  ERROR(2),
  IN_PROGRESS(3);

  private final int number;

  TraceState(int number) {
    this.number = number;
  }

  /** How the second version of MLflow's messages calls it. */
  String legacyName() {
    return this == STATE_UNSPECIFIED ? "TRACE_STATUS_UNSPECIFIED" : name();
  }

  private boolean isCalled(String name) {
    return name.equals(name()) || name.equals(legacyName());
  }

  /** What a message says; unspecified where it does not say. */
  static TraceState of(String field, @Nullable JsonNode value) {
    if (value == null) {
      return STATE_UNSPECIFIED;
    }
    for (TraceState state : values()) {
      boolean isMeant =
          value.isString()
              ? state.isCalled(value.stringValue())
              : value.isIntegralNumber()
                  && value.bigIntegerValue().equals(BigInteger.valueOf(state.number));
      if (isMeant) {
        return state;
      }
    }
    throw Refusals.unfit(
        field, value.toString(), "It must be one of STATE_UNSPECIFIED, OK, ERROR, IN_PROGRESS");
  }
}
