// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The endpoints of traces in the second version of MLflow's messages. */
public final class LegacyTracesApi {
  private static final String ROOT = "/2.0/mlflow/traces";
  private static final int ID_BYTES = 16;

  private final Traces traces;
  private final TraceSearch search;
  private final TraceOwners owners;
  private final RandomGenerator chance;

  public LegacyTracesApi(
      Traces traces, TraceSearch search, TraceOwners owners, RandomGenerator chance) {
    this.traces = traces;
    this.search = search;
    this.owners = owners;
    this.chance = chance;
  }

  public List<Route> routes() {
    return Endpoint.projectRoutes(
        List.of(
            Endpoint.post(ROOT, this::begin),
            Endpoint.patch(ROOT + "/{request_id}", this::end),
            Endpoint.get(ROOT + "/{request_id}/info", this::get),
            Endpoint.get(ROOT, this::search)));
  }

  private Answer begin(Request request) {
    Arguments arguments = Arguments.of(request);
    byte[] id = new byte[ID_BYTES];
    chance.nextBytes(id);
    return answer(
        traces.begin(
            owners.of(request),
            new NewTrace(
                HexFormat.of().formatHex(id),
                Texts.fit(
                    "experiment_id", arguments.required("experiment_id"), TraceLimits.TRACE_ID),
                null,
                null,
                null,
                Times.inRange("timestamp_ms", arguments.requiredInteger("timestamp_ms")),
                null,
                TraceState.IN_PROGRESS,
                Texts.pairs(arguments, "request_metadata"),
                Texts.pairs(arguments, "tags"))));
  }

  private Answer end(Request request) {
    Arguments arguments = Arguments.of(request);
    return answer(
        traces.end(
            owners.of(request),
            TracesApi.id(request, "request_id"),
            Times.inRange("timestamp_ms", arguments.requiredInteger("timestamp_ms")),
            TraceState.of("status", arguments.raw("status")),
            Texts.pairs(arguments, "request_metadata"),
            Texts.pairs(arguments, "tags")));
  }

  private Answer get(Request request) {
    return answer(traces.get(owners.of(request), TracesApi.id(request, "request_id")));
  }

  private Answer search(Request request) {
    Page<TraceInfo> page = TracesApi.find(search, owners.of(request), Arguments.of(request));
    ObjectNode body = Json.object();
    if (!page.items().isEmpty()) {
      ArrayNode shown = body.putArray("traces");
      page.items().forEach(trace -> shown.add(TraceJson.legacy(trace)));
    }
    if (page.nextPageToken() != null) {
      body.put("next_page_token", page.nextPageToken());
    }
    return Answer.json(body);
  }

  private static Answer answer(TraceInfo trace) {
    ObjectNode body = Json.object();
    body.set("trace_info", TraceJson.legacy(trace));
    return Answer.json(body);
  }
}
