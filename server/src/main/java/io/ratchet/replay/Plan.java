// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import io.ratchet.base.Json;
import io.ratchet.registry.Semver;
import io.ratchet.stats.Confidence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a replay shall do, fixed before it begins.
 *
 * @param from first moment of the recorded calls, inclusive; null for the beginning
 * @param to last moment, exclusive
 * @param limit most inputs
 * @param model for versions that name none; null for the one that was recorded
 * @param maxCostNanos most nano-dollars
 * @param allowUnpriced whether to go on with answers whose price nobody knows
 * @param concurrency pairs at a time
 */
record Plan(
    String prompt,
    Semver control,
    Semver treatment,
    @Nullable Instant from,
    Instant to,
    int limit,
    @Nullable String model,
    long maxCostNanos,
    boolean allowUnpriced,
    int concurrency,
    Confidence confidence) {

  Semver version(Arm arm) {
    return switch (arm) {
      case CONTROL -> control;
      case TREATMENT -> treatment;
    };
  }

  ObjectNode write() {
    return Json.object()
        .put("control", control.toString())
        .put("treatment", treatment.toString())
        .put("from", from == null ? null : from.toString())
        .put("to", to.toString())
        .put("limit", limit)
        .put("model", model)
        .put("max_cost_nanos", maxCostNanos)
        .put("allow_unpriced", allowUnpriced)
        .put("concurrency", concurrency)
        .put("confidence", confidence.level());
  }

  static Plan read(String prompt, JsonNode json) {
    JsonNode from = json.required("from");
    JsonNode model = json.required("model");
    return new Plan(
        prompt,
        Semver.parse(json.required("control").stringValue()),
        Semver.parse(json.required("treatment").stringValue()),
        from.isNull() ? null : Instant.parse(from.stringValue()),
        Instant.parse(json.required("to").stringValue()),
        json.required("limit").intValue(),
        model.isNull() ? null : model.stringValue(),
        json.required("max_cost_nanos").longValue(),
        json.required("allow_unpriced").booleanValue(),
        json.required("concurrency").intValue(),
        Confidence.of(json.required("confidence").doubleValue()));
  }
}
