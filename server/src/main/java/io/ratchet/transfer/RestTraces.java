// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lines of traces from a server that speaks MLflow's wire, in its third version or its second. */
final class RestTraces {
  private static final int TRACES = 20;
  private static final String OLDEST = "timestamp ASC";

  private final TrackingClient client;
  private final Map<String, String> groups;

  RestTraces(TrackingClient client, Map<String, String> groups) {
    this.client = client;
    this.groups = groups;
  }

  RestLines.Answered of(String group, String token) {
    ObjectNode query = Json.object().put("max_results", TRACES);
    query
        .putArray("locations")
        .addObject()
        .put("type", "MLFLOW_EXPERIMENT")
        .putObject("mlflow_experiment")
        .put("experiment_id", group);
    query.putArray("order_by").add(OLDEST);
    if (!token.isEmpty()) {
      query.put("page_token", token);
    }
    Optional<JsonNode> answer = client.find("/api/3.0/mlflow/traces/search", query);
    if (answer.isEmpty()) {
      return legacy(group, token);
    }
    List<ObjectNode> lines = new ArrayList<>();
    for (JsonNode info : answer.get().path("traces")) {
      lines.add(withSpans(TraceLines.of(info, groups)));
    }
    return new RestLines.Answered(lines, Lines.text(answer.get(), "next_page_token"));
  }

  private RestLines.Answered legacy(String group, String token) {
    Map<String, Object> query = new TreeMap<>();
    query.put("experiment_ids", group);
    query.put("max_results", TRACES);
    query.put("order_by", OLDEST);
    if (!token.isEmpty()) {
      query.put("page_token", token);
    }
    return client
        .find("/api/2.0/mlflow/traces", query)
        .map(answer -> {
          List<ObjectNode> lines = new ArrayList<>();
          answer
              .path("traces")
              .forEach(info -> lines.add(withSpans(TraceLines.ofLegacy(info, groups))));
          return new RestLines.Answered(lines, Lines.text(answer, "next_page_token"));
        })
        .orElse(RestLines.Answered.NOTHING);
  }

  /** Its spans come from the table of the server, else from the file that it hands out. */
  private ObjectNode withSpans(ObjectNode line) {
    String id = Lines.text(line, "id");
    Map<String, Object> whole = new TreeMap<>();
    whole.put("trace_id", id);
    whole.put("allow_partial", true);
    Optional<JsonNode> spans =
        client
            .find("/api/3.0/mlflow/traces/get", whole)
            .map(answer -> answer.path("trace").path("spans"))
            .filter(found -> !found.isEmpty());
    if (spans.isEmpty()) {
      spans =
          client
              .tryOnce("/ajax-api/2.0/mlflow/get-trace-artifact", Map.of("request_id", id))
              .map(file -> file.path("spans"))
              .filter(found -> !found.isEmpty());
    }
    spans.filter(JsonNode::isArray).ifPresent(found -> line.set("spans", found));
    TraceLines.complete(line);
    return line;
  }
}
