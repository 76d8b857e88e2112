// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lines of traces from what MLflow says of them. */
final class TraceLines {
  private static final Pattern DURATION = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?s");
  private static final String SPANS = "mlflow.trace.spansLocation";
  private static final String IN_TABLE = "TRACKING_STORE";
  private static final String FILES = "mlflow.artifactLocation";

  private TraceLines() {}

  /** The line of a trace without its spans, from the message of MLflow's third version. */
  static ObjectNode of(JsonNode info, Map<String, String> groups) {
    ObjectNode line = Json.object().put("id", Lines.text(info, "trace_id"));
    JsonNode location = info.path("trace_location").path("mlflow_experiment");
    line.put("group", groups.getOrDefault(Lines.text(location, "experiment_id"), ""));
    Lines.put(line, "client_request_id", Lines.optional(info, "client_request_id"));
    Lines.put(line, "request_preview", Lines.optional(info, "request_preview"));
    Lines.put(line, "response_preview", Lines.optional(info, "response_preview"));
    line.put(
        "state",
        Lines.text(info, "state").isEmpty() ? "STATE_UNSPECIFIED" : Lines.text(info, "state"));
    line.put("started_at", millis(Lines.text(info, "request_time")));
    Lines.put(line, "duration", duration(Lines.text(info, "execution_duration")));
    line.set("metadata", texts(info.path("trace_metadata")));
    line.set("tags", texts(info.path("tags")));
    line.putArray("runs");
    JsonNode assessments = info.path("assessments");
    line.set("assessments", assessments.isArray() ? assessments : Json.array());
    line.putArray("spans");
    return line;
  }

  /** From the message of the second version. */
  static ObjectNode ofLegacy(JsonNode info, Map<String, String> groups) {
    ObjectNode line = Json.object().put("id", Lines.text(info, "request_id"));
    line.put("group", groups.getOrDefault(Lines.text(info, "experiment_id"), ""));
    String status = Lines.text(info, "status");
    line.put("state", status.isEmpty() ? "STATE_UNSPECIFIED" : status);
    line.put("started_at", Lines.number(info, "timestamp_ms"));
    Lines.put(line, "duration", Lines.time(info, "execution_time_ms"));
    line.set("metadata", Lines.object(RestSource.pairs(info.path("request_metadata"))));
    line.set("tags", Lines.object(RestSource.pairs(info.path("tags"))));
    line.putArray("runs");
    line.putArray("assessments");
    line.putArray("spans");
    return line;
  }

  private static long millis(String time) {
    try {
      return time.isEmpty() ? -1 : OffsetDateTime.parse(time).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      return -1; // refused by its name
    }
  }

  private static @Nullable Long duration(String text) {
    return DURATION.matcher(text).matches()
        ? Long.valueOf(
            new BigDecimal(text.substring(0, text.length() - 1)).movePointRight(3).longValue())
        : null;
  }

  /** An object of texts; what is no text becomes its JSON. */
  static ObjectNode texts(JsonNode object) {
    ObjectNode texts = Json.object();
    object
        .properties()
        .forEach(one -> {
          JsonNode value = one.getValue();
          texts.put(one.getKey(), value.isString() ? value.stringValue() : Json.text(value));
        });
    return texts;
  }

  /** Adds previews that are only in the metadata, and where spans are that the line has not. */
  static void complete(ObjectNode line) {
    JsonNode metadata = line.path("metadata");
    if (!line.has("request_preview")) {
      Lines.put(line, "request_preview", Lines.optional(metadata, "mlflow.traceInputs"));
    }
    if (!line.has("response_preview")) {
      Lines.put(line, "response_preview", Lines.optional(metadata, "mlflow.traceOutputs"));
    }
    JsonNode tags = line.path("tags");
    boolean isOver = !Lines.text(line, "state").equals("IN_PROGRESS"); // a file comes at the end
    if (isOver && line.path("spans").isEmpty() && !Lines.text(tags, SPANS).equals(IN_TABLE)) {
      Lines.put(line, SpanFiles.AT, Lines.optional(tags, FILES));
    }
  }
}
