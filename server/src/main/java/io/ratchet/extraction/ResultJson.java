// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.call.Money;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Results as JSON: every field is there, and null where it is unknown. */
final class ResultJson {
  private static final int MILLIS_SCALE = 3;

  private ResultJson() {}

  static ObjectNode of(Scored scored) {
    Result result = scored.result();
    FoundJson.Form form = result.form();
    ObjectNode json =
        Json.object()
            .put("id", result.id())
            .put("time", result.time().toString())
            .put("document", result.document())
            .put("call_id", result.id())
            .put("prompt", result.prompt())
            .put("prompt_version", result.version())
            .put("experiment", result.experiment())
            .put("variant", result.variant())
            .put("status", result.outcome().word())
            .put("error_type", result.errorType())
            .put("error", result.error())
            .put("answer_form", form == null ? null : form.word());
    json.set("fields", result.fields());
    json.set("schema_problems", problems(result.problems()));
    json.put("completeness", result.completeness())
        .put("fields_extracted", result.fieldsExtracted())
        .put("latency_ms", millis(result.latencyMicros()))
        .put("provider", result.provider())
        .put("model", result.model())
        .put("input_tokens", result.tokens().input())
        .put("output_tokens", result.tokens().output())
        .put("cached_tokens", result.tokens().cached())
        .put("reasoning_tokens", result.tokens().reasoning())
        .put("cost_usd", result.costNanos() == null ? null : Money.usd(result.costNanos()));
    Evaluation evaluation = scored.evaluation();
    json.set("evaluation", evaluation == null ? null : evaluation(evaluation));
    return json;
  }

  static ArrayNode problems(List<Problem> problems) {
    ArrayNode array = Json.array();
    problems.forEach(problem ->
        array
            .addObject()
            .put("where", problem.where())
            .put("message", problem.message())
            .put("value", problem.value()));
    return array;
  }

  private static ObjectNode evaluation(Evaluation evaluation) {
    ObjectNode json = counts(evaluation.counts());
    ArrayNode fields = json.putArray("fields");
    for (Evaluation.Field field : evaluation.fields()) {
      ObjectNode one =
          fields
              .addObject()
              .put("field", field.path())
              .put("match", field.match().word())
              .put("matched", field.matched());
      one.putArray("missing").addAll(field.missing());
      one.putArray("extra").addAll(field.extra());
    }
    return json;
  }

  private static ObjectNode counts(Counts counts) {
    return Json.object()
        .put("tp", counts.truePositives())
        .put("fp", counts.falsePositives())
        .put("fn", counts.falseNegatives())
        .put("precision", counts.precision())
        .put("recall", counts.recall())
        .put("f1", counts.f1());
  }

  static ObjectNode summary(String prompt, String version, ResultFilter filter, Summary summary) {
    ObjectNode json =
        Json.object()
            .put("prompt", prompt)
            .put("prompt_version", version)
            .put("from", filter.from() == null ? null : filter.from().toString())
            .put("to", filter.to() == null ? null : filter.to().toString())
            .put("results", summary.results())
            .put("failures", summary.failures())
            .put("documents", summary.documents())
            .put("evaluated_results", summary.evaluated())
            .put("evaluated_documents", summary.evaluatedDocuments())
            .put("truncated", summary.truncated());
    json.set("micro", counts(summary.micro()));
    json.putObject("macro")
        .put("precision", summary.macro(Counts::precision))
        .put("recall", summary.macro(Counts::recall))
        .put("f1", summary.macro(Counts::f1));
    ArrayNode fields = json.putArray("fields");
    summary
        .fields()
        .forEach((path, counts) -> {
          ObjectNode field = Json.object().put("field", path);
          fields.add(field.setAll(counts(counts)));
        });
    return json;
  }

  private static @Nullable BigDecimal millis(@Nullable Long micros) {
    if (micros == null) {
      return null;
    }
    BigDecimal millis = BigDecimal.valueOf(micros, MILLIS_SCALE).stripTrailingZeros();
    return millis.scale() < 0 ? millis.setScale(0) : millis; // 120, not 1.2E+2
  }
}
