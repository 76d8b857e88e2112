// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.call.Calls;
import io.ratchet.call.Exposure;
import io.ratchet.call.FeedbackReader;
import io.ratchet.config.AbTestingConfig;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.routing.RoutesByKind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Experiments by HTTP. An experiment is named by its id or its name. */
public final class ExperimentsApi {
  private static final int PAGE = 50;
  private static final int PAGE_LIMIT = 1_000;
  private static final int REASON_LENGTH = 2_000;
  private static final int UNIT_LENGTH = 256;
  private static final int NAME_LENGTH = 128;
  private static final String ONE = "/api/experiments/{id}";

  private final Experiments experiments;
  private final Outcomes outcomes;
  private final RequestReader.Usual usual;

  /**
   * Builds the routes' handlers.
   *
   * @param routes what is live, by kind
   */
  public ExperimentsApi(
      Experiments experiments,
      Calls calls,
      FeedbackReader feedback,
      AbTestingConfig usual,
      String defaultPrompt,
      RoutesByKind routes) {
    this.experiments = experiments;
    this.outcomes = new Outcomes(experiments, calls, feedback);
    this.usual =
        new RequestReader.Usual(
            defaultPrompt,
            usual.defaultTrafficSplit(),
            usual.minSamplesPerVariant(),
            usual.significanceLevel(),
            routes);
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/api/experiments", Access.OPERATOR, this::create),
        Route.get("/api/experiments", Access.VIEWER, this::list),
        Route.get(ONE, Access.VIEWER, request -> shown(experiments.get(id(request)))),
        Route.post(ONE + "/start", Access.OPERATOR, this::start),
        Route.post(ONE + "/pause", Access.OPERATOR, this::pause),
        Route.post(ONE + "/resume", Access.OPERATOR, this::resume),
        Route.post(ONE + "/complete", Access.OPERATOR, this::complete),
        Route.post(ONE + "/promote", Access.OPERATOR, this::promote),
        Route.post(ONE + "/rollback", Access.OPERATOR, this::rollback),
        Route.get(ONE + "/analysis", Access.VIEWER, this::analysis),
        Route.get(ONE + "/assignments", Access.VIEWER, this::assignments),
        Route.get(ONE + "/history", Access.VIEWER, this::history),
        Route.post(ONE + "/assign", Access.OPERATOR, this::assign),
        Route.post(ONE + "/outcomes", Access.OPERATOR, this::outcomes),
        Route.get("/experiments/{id}/status", Access.VIEWER, this::status));
  }

  private static String id(Request request) {
    return request.parameter("id");
  }

  private Answer shown(Experiment experiment) {
    String watch = experiments.watchOver(experiment).map(Experiment::id).orElse(null);
    return Answer.json(ExperimentJson.shown(experiment).put("watched_by", watch));
  }

  private Answer create(Request request) {
    ExperimentRequest wanted = RequestReader.read(request.json(), usual);
    Experiment created = experiments.create(wanted, request.caller().name());
    return Answer.json(201, ExperimentJson.shown(created))
        .withHeader("location", "/api/experiments/" + created.id());
  }

  private Answer list(Request request) {
    int limit = request.query("limit", PAGE, 1, PAGE_LIMIT);
    Page<Experiment> page =
        experiments.list(
            request.query("status").map(ExperimentsApi::statusNamed).orElse(null),
            request.query("asset").or(() -> request.query("prompt")).orElse(null),
            limit,
            request.query("page_token").orElse(null));
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("experiments");
    page.items().forEach(experiment -> array.add(ExperimentJson.shown(experiment)));
    return Answer.json(body.put("next_page_token", page.nextPageToken()));
  }

  private static Status statusNamed(String word) {
    for (Status status : Status.values()) {
      if (status.name().equalsIgnoreCase(word)) {
        return status;
      }
    }
    String known =
        String.join(", ", java.util.Arrays.stream(Status.values()).map(Status::name).toList());
    throw Failure.invalid(
        "status is none of an experiment: " + Problem.shorten(word),
        "send one of " + known.toLowerCase(Locale.ROOT));
  }

  private Answer start(Request request) {
    return shown(experiments.start(id(request), reason(request), request.caller().name()));
  }

  private Answer pause(Request request) {
    return shown(experiments.pause(id(request), reason(request), request.caller().name()));
  }

  private Answer resume(Request request) {
    return shown(experiments.resume(id(request), reason(request), request.caller().name()));
  }

  private Answer rollback(Request request) {
    return shown(experiments.rollback(id(request), reason(request), request.caller().name()));
  }

  private static String reason(Request request) {
    Fields fields = Fields.of(request.values());
    String reason = fields.text("reason", REASON_LENGTH);
    fields.finish();
    return orEmpty(reason);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private Answer complete(Request request) {
    Fields fields = Fields.of(request.values());
    String winner = fields.text("winner", NAME_LENGTH);
    String conclusion = fields.text("conclusion", REASON_LENGTH);
    fields.finish();
    return shown(
        experiments.complete(id(request), winner, orEmpty(conclusion), request.caller().name()));
  }

  private Answer promote(Request request) {
    Fields fields = Fields.of(request.values());
    String winner = fields.text("winner", NAME_LENGTH);
    String reason = fields.text("reason", REASON_LENGTH);
    fields.finish();
    return shown(
        experiments.promote(id(request), winner, orEmpty(reason), request.caller().name()));
  }

  private Answer analysis(Request request) {
    return Answer.json(ReportJson.shown(experiments.report(id(request))));
  }

  /** The plan, the state and the verdict in one answer. */
  private Answer status(Request request) {
    Findings findings = experiments.analysis(id(request));
    ObjectNode json = ExperimentJson.shown(findings.experiment());
    json.set("analysis", AnalysisJson.shown(findings));
    return Answer.json(json);
  }

  private Answer history(Request request) {
    int limit = request.query("limit", PAGE, 1, PAGE_LIMIT);
    Page<io.ratchet.journal.Entry> page =
        experiments.history(id(request), limit, request.query("page_token").orElse(null));
    ObjectNode body = Json.object().put("experiment_id", experiments.idOf(id(request)));
    ArrayNode array = body.putArray("events");
    page.items().forEach(entry -> array.add(entry.json()));
    return Answer.json(body.put("next_page_token", page.nextPageToken()));
  }

  private Answer assignments(Request request) {
    Page<Exposure> page =
        experiments.assignments(
            id(request),
            request.query("unit").orElse(null),
            request.query("limit", PAGE, 1, PAGE_LIMIT),
            request.query("page_token").orElse(null));
    ObjectNode body = Json.object().put("experiment_id", experiments.idOf(id(request)));
    ArrayNode array = body.putArray("assignments");
    for (Exposure exposure : page.items()) {
      array
          .addObject()
          .put("unit_hash", exposure.unit())
          .put("variant", exposure.variant())
          .put("version", exposure.version())
          .put("time", exposure.time().toString())
          .put("source", exposure.source().word())
          .put("route_revision", exposure.revision())
          .put("segment", exposure.segment().isEmpty() ? null : exposure.segment())
          .put("client", exposure.client().isEmpty() ? null : exposure.client());
    }
    return Answer.json(body.put("next_page_token", page.nextPageToken()));
  }

  private Answer assign(Request request) {
    Fields fields = request.fields();
    String unit = fields.requiredText("unit", UNIT_LENGTH);
    ObjectNode attributes = fields.object("attributes");
    fields.finish();
    Experiments.Assigned assigned =
        experiments.assign(
            id(request), unit, Json.map(attributes == null ? Json.object() : attributes));
    return Answer.json(
        Json.object()
            .put("experiment", assigned.experiment().id())
            .put("name", assigned.experiment().name())
            .put("status", assigned.experiment().status().name())
            .put("variant", assigned.variant())
            .put("version", assigned.version().toString()));
  }

  private Answer outcomes(Request request) {
    return Answer.json(outcomes.accept(id(request), request.json()));
  }
}
