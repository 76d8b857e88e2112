// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Json;
import io.ratchet.registry.Models;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The trial of a new version against the champion, in the words of an experiment. */
final class CanaryPlan {
  /** Fields of an experiment that a canary does not choose. */
  static final List<String> OURS =
      List.of(
          "kind",
          "asset",
          "model",
          "prompt",
          "name",
          "experiment_name",
          "variants",
          "control_version",
          "treatment_version",
          "model_a_version",
          "model_b_version");

  private CanaryPlan() {}

  /**
   * The request for the experiment; labels decide unless something else is named.
   *
   * @param amounts whether the model answers amounts, so that no answer is right or wrong
   */
  static ObjectNode request(
      ObjectNode canary, String model, boolean amounts, String control, String treatment) {
    ObjectNode request = Json.object();
    request.setAll(canary);
    request
        .put("kind", Models.KIND)
        .put("asset", model)
        .put("control_version", control)
        .put("treatment_version", treatment);
    if (!canary.has("primary_metric") && !canary.has("metrics")) {
      if (amounts) {
        request.put("primary_metric", "absolute_error").put("primary_direction", "lower");
      } else {
        request.put("primary_metric", "accuracy");
      }
    }
    putUsual(request, "auto_promote");
    putUsual(request, "auto_rollback");
    return request;
  }

  private static void putUsual(ObjectNode request, String name) {
    if (!request.has(name)) {
      request.put(name, true);
    }
  }
}
