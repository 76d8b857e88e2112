// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Json;
import java.math.BigDecimal;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls as JSON answers: every field is there, and null where it is unknown. */
final class CallJson {
  private static final int MILLIS_SCALE = 3;

  private CallJson() {}

  /** A call as lists show it: without features and bodies. */
  static ObjectNode brief(Call call) {
    Call.Subject subject = call.subject();
    Tokens tokens = call.tokens();
    ObjectNode json =
        Json.object()
            .put("id", call.id())
            .put("time", call.time().toString())
            .put("kind", subject == null ? null : subject.kind())
            .put("asset", subject == null ? null : subject.asset())
            .put(
                "version",
                subject == null || subject.version().isEmpty() ? null : subject.version())
            .put("experiment", call.experiment())
            .put("variant", call.variant())
            .put("unit_hash", call.unit())
            .put("success", success(call.outcome()))
            .put("outcome", call.outcome().word())
            .put("error_type", call.errorType())
            .put("status", call.status())
            .put("latency_ms", millis(call.latencyMicros()))
            .put("first_token_ms", millis(call.firstTokenMicros()))
            .put("provider", call.provider())
            .put("model", call.model())
            .put("input_tokens", tokens.input())
            .put("output_tokens", tokens.output())
            .put("cached_tokens", tokens.cached())
            .put("reasoning_tokens", tokens.reasoning())
            .put("usage_source", call.usageSource() == null ? null : call.usageSource().word())
            .put("cost_usd", call.costNanos() == null ? null : Money.usd(call.costNanos()))
            .put("price_version", call.priceVersion())
            .put("completeness", call.completeness())
            .put("fields_extracted", call.fieldsExtracted())
            .put("confidence", call.confidence());
    json.set("prediction", call.prediction());
    ObjectNode scores = json.putObject("scores");
    new TreeMap<>(call.scores()).forEach(scores::put);
    ObjectNode tags = json.putObject("tags");
    new TreeMap<>(call.tags()).forEach(tags::put);
    return json.put("trace_id", call.traceId());
  }

  /** All that is known of a call. */
  static ObjectNode whole(Calls.Shown shown) {
    Call call = shown.call();
    ObjectNode json = brief(call);
    ArrayNode stages = json.putArray("stages");
    call.stages()
        .forEach(stage ->
            stages
                .addObject()
                .put("name", stage.name())
                .put("latency_ms", millis(stage.latencyMicros())));
    json.set("features", call.features());
    json.set("request", call.bodies().request());
    json.set("response", call.bodies().response());
    ArrayNode feedback = json.putArray("feedback");
    shown.feedback().forEach(one -> feedback.add(one.json()));
    return json;
  }

  static @Nullable BigDecimal millis(@Nullable Long micros) {
    if (micros == null) {
      return null;
    }
    BigDecimal millis = BigDecimal.valueOf(micros, MILLIS_SCALE).stripTrailingZeros();
    return millis.scale() < 0 ? millis.setScale(0) : millis; // 120, not 1.2E+2
  }

  private static @Nullable Boolean success(Outcome outcome) {
    return switch (outcome) {
      case SUCCESS -> true;
      case FAILURE -> false;
      case INTERRUPTED -> null;
    };
  }
}
