// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Json;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import io.ratchet.mlflow.Refusals;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The endpoints that change traces, in both versions of MLflow's messages: they are the same. */
public final class TraceChangesApi {
  private final Traces traces;
  private final TraceRemovals removals;
  private final TraceOwners owners;

  public TraceChangesApi(Traces traces, TraceRemovals removals, TraceOwners owners) {
    this.traces = traces;
    this.removals = removals;
    this.owners = owners;
  }

  public List<Route> routes() {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String root : List.of("/2.0/mlflow/traces", "/3.0/mlflow/traces")) {
      endpoints.add(Endpoint.post(root + "/delete-traces", this::delete));
      endpoints.add(Endpoint.patch(root + "/{trace_id}/tags", this::setTag));
      endpoints.add(Endpoint.delete(root + "/{trace_id}/tags", this::deleteTag));
    }
    endpoints.add(Endpoint.post("/2.0/mlflow/traces/link-to-run", this::linkToRun));
    endpoints.add(Endpoint.post("/2.0/mlflow/traces/link-prompts", this::linkPrompts));
    return Endpoint.projectRoutes(endpoints);
  }

  private Answer delete(Request request) {
    Arguments arguments = Arguments.of(request);
    String group = arguments.required("experiment_id");
    Texts.wellFormed("experiment_id", group);
    List<String> ids = TraceReader.ids(arguments, "request_ids", TraceLimits.DELETED_BY_ID);
    Long latest = arguments.integer("max_timestamp_millis");
    Long most = arguments.integer("max_traces");
    if (latest == null && ids.isEmpty()) {
      throw Refusals.invalid("Either `max_timestamp_millis` or `trace_ids` must be specified.");
    }
    if (latest != null && !ids.isEmpty()) {
      throw Refusals.invalid(
          "Only one of `max_timestamp_millis` and `trace_ids` can be specified.");
    }
    if (!ids.isEmpty() && most != null) {
      throw Refusals.invalid("`max_traces` can't be specified if `trace_ids` is specified.");
    }
    if (most != null && most <= 0) {
      throw Refusals.invalid("`max_traces` must be a positive integer, received " + most + ".");
    }
    int deleted =
        latest == null
            ? removals.delete(owners.of(request), group, List.copyOf(new LinkedHashSet<>(ids)))
            : removals.deleteUpTo(
                owners.of(request),
                group,
                latest,
                most == null ? Integer.MAX_VALUE : (int) Math.min(most, Integer.MAX_VALUE));
    return Answer.json(Json.object().put("traces_deleted", deleted));
  }

  private Answer setTag(Request request) {
    Arguments arguments = Arguments.of(request);
    String key = Texts.key("key", arguments.required("key"));
    String value = arguments.text("value");
    traces.setTag(
        owners.of(request),
        TracesApi.id(request, "trace_id"),
        key,
        Texts.value("value", value == null ? "" : value));
    return Answer.json(Json.object());
  }

  private Answer deleteTag(Request request) {
    String key = Texts.key("key", Arguments.of(request).required("key"));
    traces.deleteTag(owners.of(request), TracesApi.id(request, "trace_id"), key);
    return Answer.json(Json.object());
  }

  private Answer linkToRun(Request request) {
    Arguments arguments = Arguments.of(request);
    List<String> ids = arguments.texts("trace_ids");
    if (ids.size() > TraceLimits.LINKED_TRACES) {
      throw Refusals.invalid(
          "Cannot link more than %d traces to a run in a single request. Provided %d traces."
              .formatted(TraceLimits.LINKED_TRACES, ids.size()));
    }
    ids.forEach(id -> Texts.newId("trace_ids", id));
    traces.link(
        owners.of(request),
        ids,
        Texts.fit("run_id", arguments.required("run_id"), TraceLimits.NAME));
    return Answer.json(Json.object());
  }

  private Answer linkPrompts(Request request) {
    Arguments arguments = Arguments.of(request);
    String id = Texts.wellFormed("trace_id", arguments.required("trace_id"));
    Set<PromptLinks.Link> links = new LinkedHashSet<>();
    for (Arguments prompt : arguments.objects("prompt_versions")) {
      links.add(
          new PromptLinks.Link(
              Texts.fit("name", prompt.required("name"), TraceLimits.NAME),
              Texts.fit("version", prompt.required("version"), TraceLimits.NAME)));
    }
    traces.linkPrompts(owners.of(request), id, List.copyOf(links));
    return Answer.json(Json.object());
  }
}
