// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One thing that a new version had to prove.
 *
 * @param figures what the judgement rests on
 */
public record Gate(String name, boolean passed, String reason, ObjectNode figures) {
  static Gate of(String name, boolean passed, String reason) {
    return new Gate(name, passed, reason, Json.object());
  }

  static boolean allPassed(List<Gate> gates) {
    return gates.stream().allMatch(Gate::passed);
  }

  static ArrayNode json(List<Gate> gates) {
    ArrayNode array = Json.array();
    for (Gate gate : gates) {
      array
          .addObject()
          .put("gate", gate.name())
          .put("passed", gate.passed())
          .put("reason", gate.reason())
          .set("figures", gate.figures());
    }
    return array;
  }

  /** Why it did not pass, in one line. */
  static String faults(List<Gate> gates) {
    return String.join(
        "; ",
        gates.stream()
            .filter(gate -> !gate.passed())
            .map(gate -> gate.name() + ": " + gate.reason())
            .toList());
  }
}
