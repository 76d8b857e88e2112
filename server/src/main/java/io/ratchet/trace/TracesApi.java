// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import io.ratchet.mlflow.Refusals;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The endpoints of traces in the third version of MLflow's messages. */
public final class TracesApi {
  private static final String ROOT = "/3.0/mlflow/traces";

  private final Traces traces;
  private final TraceSearch search;
  private final TraceOwners owners;
  private final InstantSource time;

  public TracesApi(Traces traces, TraceSearch search, TraceOwners owners, InstantSource time) {
    this.traces = traces;
    this.search = search;
    this.owners = owners;
    this.time = time;
  }

  public List<Route> routes() {
    return Endpoint.routes(
        List.of(
            Endpoint.post(ROOT, this::start),
            Endpoint.get(ROOT + "/get", this::whole),
            Endpoint.get(ROOT + "/batchGet", this::wholes),
            Endpoint.search(ROOT + "/batchGetInfos", this::infos),
            Endpoint.search(ROOT + "/search", this::search),
            Endpoint.post(ROOT + "/delete-traces", this::delete),
            Endpoint.post("/2.0/mlflow/traces/delete-traces", this::delete),
            Endpoint.get(ROOT + "/{trace_id}", this::get),
            Endpoint.patch(ROOT + "/{trace_id}/tags", this::setTag),
            Endpoint.delete(ROOT + "/{trace_id}/tags", this::deleteTag),
            Endpoint.patch("/2.0/mlflow/traces/{trace_id}/tags", this::setTag),
            Endpoint.delete("/2.0/mlflow/traces/{trace_id}/tags", this::deleteTag),
            Endpoint.post("/2.0/mlflow/traces/link-to-run", this::linkToRun),
            Endpoint.post("/2.0/mlflow/traces/link-prompts", this::linkPrompts),
            Endpoint.get("/2.0/mlflow/get-trace-artifact", this::file),
            Endpoint.get("/3.0/mlflow/get-trace-artifact", this::file)));
  }

  static String id(Request request, String name) {
    return Texts.wellFormed(name, request.parameter(name));
  }

  private Answer start(Request request) {
    return answer(
        "trace",
        with(
            "trace_info",
            TraceJson.info(
                traces.start(
                    owners.of(request), TraceReader.trace(Arguments.of(request), time.millis())))));
  }

  private Answer get(Request request) {
    return answer(
        "trace",
        with(
            "trace_info", TraceJson.info(traces.get(owners.of(request), id(request, "trace_id")))));
  }

  private Answer whole(Request request) {
    Arguments arguments = Arguments.of(request);
    String id = Texts.wellFormed("trace_id", arguments.required("trace_id"));
    return answer(
        "trace",
        TraceJson.whole(
            traces.whole(owners.of(request), id, arguments.flag("allow_partial", false))));
  }

  private Answer wholes(Request request) {
    List<String> ids =
        TraceReader.ids(Arguments.of(request), "trace_ids", TraceLimits.LARGEST_PAGE);
    ArrayNode shown = Json.array();
    traces.wholes(owners.of(request), ids).forEach(trace -> shown.add(TraceJson.whole(trace)));
    return answer("traces", shown);
  }

  private Answer infos(Request request) {
    List<String> ids =
        TraceReader.ids(Arguments.of(request), "trace_ids", TraceLimits.LARGEST_PAGE);
    ArrayNode shown = Json.array();
    traces.infos(owners.of(request), ids).forEach(trace -> shown.add(TraceJson.info(trace)));
    return answer("trace_infos", shown);
  }

  private Answer search(Request request) {
    Arguments arguments = Arguments.of(request);
    Page<TraceInfo> page = find(search, owners.of(request), arguments);
    ObjectNode body = Json.object();
    if (!page.items().isEmpty()) {
      ArrayNode shown = body.putArray("traces");
      page.items().forEach(trace -> shown.add(TraceJson.info(trace)));
    }
    if (page.nextPageToken() != null) {
      body.put("next_page_token", page.nextPageToken());
    }
    return Answer.json(body);
  }

  static Page<TraceInfo> find(TraceSearch search, TraceOwners.Scope scope, Arguments arguments) {
    List<String> groups = TraceReader.groups(arguments).stream().filter(scope::hasGroup).toList();
    return search.find(
        TraceSearch.Question.of(groups, arguments.text("filter"), arguments.texts("order_by")),
        arguments.maxResults(TraceLimits.PAGE, TraceLimits.LARGEST_PAGE),
        arguments.pageKey());
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
            ? traces.delete(
                owners.of(request), group, List.copyOf(new java.util.LinkedHashSet<>(ids)))
            : traces.deleteUpTo(
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
        id(request, "trace_id"),
        key,
        Texts.value("value", value == null ? "" : value));
    return Answer.json(Json.object());
  }

  private Answer deleteTag(Request request) {
    String key = Texts.key("key", Arguments.of(request).required("key"));
    traces.deleteTag(owners.of(request), id(request, "trace_id"), key);
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
    Map<PromptLinks.Link, Boolean> links = new LinkedHashMap<>();
    for (Arguments prompt : arguments.objects("prompt_versions")) {
      links.put(
          new PromptLinks.Link(
              Texts.fit("name", prompt.required("name"), TraceLimits.NAME),
              Texts.fit("version", prompt.required("version"), TraceLimits.NAME)),
          true);
    }
    traces.linkPrompts(owners.of(request), id, List.copyOf(links.keySet()));
    return Answer.json(Json.object());
  }

  /** The spans as the file that MLflow's pages fetch. */
  private Answer file(Request request) {
    String id = Texts.wellFormed("request_id", Arguments.of(request).required("request_id"));
    return Answer.json(TraceJson.file(traces.whole(owners.of(request), id, true).spans()))
        .withHeader("content-disposition", "attachment; filename=traces.json")
        .withHeader("x-content-type-options", "nosniff");
  }

  private static ObjectNode with(String name, ObjectNode value) {
    ObjectNode body = Json.object();
    body.set(name, value);
    return body;
  }

  private static Answer answer(String name, ObjectNode value) {
    return Answer.json(with(name, value));
  }

  private static Answer answer(String name, ArrayNode values) {
    ObjectNode body = Json.object();
    if (!values.isEmpty()) {
      body.set(name, values);
    }
    return Answer.json(body);
  }
}
