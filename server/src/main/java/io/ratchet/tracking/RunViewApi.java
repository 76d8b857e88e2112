// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.search.Filter;
import io.ratchet.search.Grammars;
import io.ratchet.search.Ordering;
import io.ratchet.storage.Database;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs and their groups as the rest of this server shows things. */
public final class RunViewApi {
  private static final int USUAL = 50;
  private static final int MOST = 1_000;

  /** The year 9999, beyond which a date has another form. */
  private static final long MOST_MILLIS = 253_402_300_799_999L;

  private static final int CREATED = 201;
  private static final int KNOWN = 200;

  private final Runs runs;
  private final RunGroups known;
  private final RunSearch search;
  private final RunGroupSearch groups;

  public RunViewApi(Runs runs, RunGroups known, Database database) {
    this.runs = runs;
    this.known = known;
    this.search = new RunSearch(database);
    this.groups = new RunGroupSearch(database);
  }

  public List<Route> routes() {
    return Stream.of(
            Route.post("/api/runs", Access.OPERATOR, Advice.to(this::add)),
            Route.get("/api/runs", Access.VIEWER, Advice.to(this::list)),
            Route.get("/api/runs/{run_id}", Access.VIEWER, Advice.to(this::get)),
            Route.get("/api/run-groups", Access.VIEWER, Advice.to(this::groups)))
        .map(Route::withinProjects)
        .toList();
  }

  private Answer add(Request request) {
    RunEntry entry = RunEntry.read(request);
    Runs.Recorded recorded =
        runs.record(entry.run(), entry.group(), request.caller().name(), known);
    return Answer.json(recorded.isNew() ? CREATED : KNOWN, json(recorded.run()));
  }

  private Answer list(Request request) {
    List<String> order = request.queryAll("order_by");
    RunQuery query =
        new RunQuery(
            request.project(),
            List.of(RunGroups.number(request.query("group").orElse("0"))),
            Filter.parse(request.query("filter").orElse(null), Grammars.RUNS),
            Ordering.parse(order, Grammars.RUNS),
            View.ACTIVE_ONLY,
            request.query("limit", USUAL, 1, MOST),
            pageKey(request),
            true);
    RunQuery.Result found = search.search(query, Projection.ALL);
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("runs");
    found.runs().forEach(run -> list.add(json(run)));
    body.put("total", found.total());
    body.put("next_page_token", found.nextPageToken());
    return Answer.json(body);
  }

  private static @Nullable String pageKey(Request request) {
    return request.query("page_token").map(Page::key).orElse(null);
  }

  private Answer get(Request request) {
    Run run = runs.get(request.project(), request.parameter("run_id"));
    return Answer.json(json(run));
  }

  private Answer groups(Request request) {
    RunGroupSearch.Result found =
        groups.search(
            request.project(),
            Filter.parse(request.query("filter").orElse(null), Grammars.EXPERIMENTS),
            new Ordering(List.of()),
            View.ACTIVE_ONLY,
            request.query("limit", USUAL, 1, MOST),
            pageKey(request));
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("run_groups");
    for (RunGroup group : found.groups()) {
      ObjectNode one =
          list.addObject()
              .put("group_id", Long.toString(group.id()))
              .put("name", group.name())
              .put("artifact_location", group.artifactLocation())
              .put("created_at", moment(group.createdAt()))
              .put("changed_at", moment(group.changedAt()));
      ObjectNode tags = one.putObject("tags");
      group.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    }
    body.put("next_page_token", found.nextPageToken());
    return Answer.json(body);
  }

  private static ObjectNode json(Run run) {
    RunInfo info = run.info();
    Long end = info.endTime();
    ObjectNode json =
        Json.object()
            .put("run_id", info.id())
            .put("group_id", Long.toString(info.groupId()))
            .put("name", info.name())
            .put("user", info.userId())
            .put("status", info.status().name())
            .put("started_at", moment(info.startTime()))
            .put("ended_at", end == null ? null : moment(end))
            .put("artifact_uri", info.artifactUri())
            .put("deleted", info.isDeleted());
    ObjectNode metrics = json.putObject("metrics");
    run.metrics().forEach(m -> metrics.put(m.key(), m.isNan() ? null : (Double) m.value()));
    ObjectNode params = json.putObject("params");
    run.params().forEach(param -> params.put(param.key(), param.value()));
    ObjectNode tags = json.putObject("tags");
    run.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    return json;
  }

  /** Null where a client sent a time beyond any date. */
  private static @Nullable String moment(long millis) {
    return Math.abs(millis) > MOST_MILLIS ? null : Instant.ofEpochMilli(millis).toString();
  }
}
