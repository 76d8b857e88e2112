// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import io.ratchet.search.Filter;
import io.ratchet.search.Grammars;
import java.time.InstantSource;
import java.util.List;
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
    return Endpoint.projectRoutes(
        List.of(
            Endpoint.post(ROOT, this::start),
            Endpoint.get(ROOT + "/get", this::whole),
            Endpoint.get(ROOT + "/batchGet", this::wholes),
            Endpoint.search(ROOT + "/batchGetInfos", this::infos),
            Endpoint.search(ROOT + "/search", this::search),
            Endpoint.search(ROOT + "/calculate-filter-correlation", this::correlate),
            Endpoint.get(ROOT + "/{trace_id}", this::get),
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

  private Answer correlate(Request request) {
    Arguments arguments = Arguments.of(request);
    TraceOwners.Scope scope = owners.of(request);
    Correlation correlation =
        search.correlation(
            TraceReader.groups(arguments).stream().filter(scope::hasGroup).toList(),
            Filter.parse(arguments.text("base_filter"), Grammars.TRACES),
            Filter.parse(arguments.required("filter_string1"), Grammars.TRACES),
            Filter.parse(arguments.required("filter_string2"), Grammars.TRACES));
    ObjectNode body = Json.object();
    put(body, "npmi", correlation.npmi());
    put(body, "npmi_smoothed", correlation.smoothed());
    return Answer.json(
        body.put("filter1_count", correlation.first())
            .put("filter2_count", correlation.second())
            .put("joint_count", correlation.both())
            .put("total_count", correlation.all()));
  }

  private static void put(ObjectNode body, String name, double number) {
    if (Double.isNaN(number)) {
      body.put(name, "NaN");
    } else {
      body.put(name, number);
    }
  }

  static Page<TraceInfo> find(TraceSearch search, TraceOwners.Scope scope, Arguments arguments) {
    List<String> groups = TraceReader.groups(arguments).stream().filter(scope::hasGroup).toList();
    return search.find(
        TraceSearch.Question.of(groups, arguments.text("filter"), arguments.texts("order_by")),
        arguments.maxResults(TraceLimits.PAGE, TraceLimits.LARGEST_PAGE),
        arguments.pageKey());
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
