// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.registry.Semver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Retraining by HTTP. */
public final class RetrainApi {
  private static final int PAGE = 50;
  private static final int PAGE_LIMIT = 1_000;
  private static final int REASON_LENGTH = 2_000;
  private static final int ID_LENGTH = 128;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final int MOST_DAYS = 3_650;
  private static final String ALL = "/api/retraining";
  private static final String ONE = ALL + "/{model}";
  private static final String RUNS = ALL + "/runs";
  private static final String RUN = RUNS + "/{id}";

  private final Retrainings retrainings;
  private final InstantSource time;

  public RetrainApi(Retrainings retrainings, InstantSource time) {
    this.retrainings = retrainings;
    this.time = time;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(ALL, Access.VIEWER, _ -> list()),
        Route.get(RUNS, Access.VIEWER, this::runs),
        Route.get(RUN, Access.VIEWER, request -> shown(retrainings.run(id(request)))),
        Route.get(RUN + "/log", Access.VIEWER, this::log),
        Route.get(RUN + "/artifacts/{name}", Access.VIEWER, this::artifact),
        Route.post(RUN + "/approve", Access.OPERATOR, this::approve),
        Route.post(RUN + "/reject", Access.OPERATOR, this::reject),
        Route.post(RUN + "/cancel", Access.OPERATOR, this::cancel),
        Route.post(RUN + "/complete", Access.OPERATOR, this::complete),
        Route.get(
            ONE, Access.VIEWER, request -> Answer.json(json(retrainings.get(model(request))))),
        Route.put(ONE, Access.OPERATOR, this::put),
        Route.delete(ONE, Access.OPERATOR, this::delete),
        Route.post(ONE + "/trigger", Access.OPERATOR, this::trigger),
        Route.get(ONE + "/history", Access.VIEWER, this::history));
  }

  private static String model(Request request) {
    return request.parameter("model");
  }

  private static String id(Request request) {
    return request.parameter("id");
  }

  private static Answer shown(Run run) {
    return Answer.json(run.json());
  }

  private static ObjectNode json(Retrainings.Shown shown) {
    Run open = shown.open();
    return shown
        .pipeline()
        .json()
        .put("created_at", shown.stored().createdAt().toString())
        .put("changed_at", shown.stored().changedAt().toString())
        .put("changed_by", shown.stored().changedBy())
        .put("open_run", open == null ? null : open.id());
  }

  private Answer list() {
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("pipelines");
    retrainings.list().forEach(shown -> array.add(json(shown)));
    return Answer.json(body.putNull("next_page_token"));
  }

  /** Who may name a program runs it with the rights of this server: that takes an admin. */
  private Answer put(Request request) {
    String model = model(request);
    JsonNode settings = request.json();
    Pipeline pipeline = retrainings.read(model, settings);
    boolean command = pipeline.trainer().kind() == Pipeline.Kind.COMMAND;
    if (command && !request.caller().access().includes(Access.ADMIN)) {
      throw new Failure(
          ErrorCode.DENIED,
          "a trainer that runs a program can be set by an admin only",
          "use the key of an admin, or another trainer");
    }
    boolean isNew = retrainings.put(pipeline, settings, request.caller().name());
    ObjectNode body = json(retrainings.get(model));
    return Answer.json(isNew ? 201 : 200, body);
  }

  private Answer delete(Request request) {
    boolean deleted = retrainings.delete(model(request), request.caller().name());
    return Answer.json(Json.object().put("model", model(request)).put("deleted", deleted));
  }

  private Answer trigger(Request request) {
    Fields in = Fields.of(request.values());
    String reason = in.text("reason", REASON_LENGTH);
    TriggerType type = in.choice("trigger_type", TriggerType.class);
    String id = in.text("id", ID_LENGTH);
    if (id != null && !ID.matcher(id).matches()) {
      in.problem("id", "must be letters, digits, dots, - and _", id);
    }
    in.finish();
    Run run =
        retrainings.force(
            model(request),
            id,
            type == null ? TriggerType.MANUAL : type,
            reason == null ? "" : reason,
            request.caller().name());
    return Answer.json(202, run.json()).withHeader("location", RUNS + "/" + run.id());
  }

  private Answer runs(Request request) {
    RunStore.Filter filter =
        new RunStore.Filter(
            request.query("model").orElse(null),
            request.query("status").map(RetrainApi::status).orElse(null),
            null);
    Page<Run> page =
        retrainings.runs(filter, limit(request), request.query("page_token").orElse(null));
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("runs");
    page.items().forEach(run -> array.add(run.json()));
    return Answer.json(body.put("next_page_token", page.nextPageToken()));
  }

  private static int limit(Request request) {
    return request.query("limit", PAGE, 1, PAGE_LIMIT);
  }

  private static Status status(String word) {
    for (Status status : Status.values()) {
      if (status.name().equalsIgnoreCase(word)) {
        return status;
      }
    }
    throw Failure.invalid(
        "status is none of a training run: " + Problem.shorten(word),
        "use one of "
            + String.join(
                ", ",
                List.of(Status.values()).stream()
                    .map(one -> one.name().toLowerCase(Locale.ROOT))
                    .toList()));
  }

  private Answer log(Request request) {
    return Answer.bytes(200, "text/plain; charset=utf-8", retrainings.log(id(request)));
  }

  private Answer artifact(Request request) {
    return Answer.bytes(
        200,
        "application/octet-stream",
        retrainings.artifact(id(request), request.parameter("name")));
  }

  private Answer approve(Request request) {
    return shown(retrainings.approve(id(request), reason(request), request.caller().name()));
  }

  private Answer reject(Request request) {
    return shown(retrainings.reject(id(request), reason(request), request.caller().name()));
  }

  private Answer cancel(Request request) {
    return shown(retrainings.cancel(id(request), reason(request), request.caller().name()));
  }

  private static String reason(Request request) {
    Fields in = Fields.of(request.values());
    String reason = in.text("reason", REASON_LENGTH);
    in.finish();
    return reason == null ? "" : reason;
  }

  private Answer complete(Request request) {
    Fields in = Fields.of(request.values());
    String text = in.text("version", Semver.MAX_LENGTH);
    String failed = in.text("failed", REASON_LENGTH);
    @Nullable Semver version = text == null ? null : Semver.find(text).orElse(null);
    if ((text == null) == (failed == null)) {
      in.problem("version", "is required, or else failed with the reason", text);
    } else if (text != null && version == null) {
      in.problem("version", "must be a version such as v1.2.0", text);
    }
    in.finish();
    return shown(retrainings.complete(id(request), version, failed, request.caller().name()));
  }

  /** The looks, and the events as {@code get_trigger_history} gives them. */
  private Answer history(Request request) {
    String model = model(request);
    int days = request.query("days", 7, 1, MOST_DAYS);
    Instant since = time.instant().minus(Duration.ofDays(days));
    boolean fired = request.query("fired").map("true"::equalsIgnoreCase).orElse(false);
    Page<EvaluationStore.Evaluation> page =
        retrainings.evaluations(
            model, since, fired, limit(request), request.query("page_token").orElse(null));
    ObjectNode body = Json.object().put("model", model).put("days", days);
    ArrayNode evaluations = body.putArray("evaluations");
    page.items().forEach(one -> evaluations.add(one.json()));
    ArrayNode events = body.putArray("events");
    retrainings
        .runs(new RunStore.Filter(model, null, since), PAGE_LIMIT, null)
        .items()
        .forEach(run -> events.add(event(run)));
    return Answer.json(body.put("next_page_token", page.nextPageToken()));
  }

  private static ObjectNode event(Run run) {
    ObjectNode event =
        Json.object()
            .put("timestamp", run.createdAt().toString())
            .put("model_name", run.model())
            .put("trigger_type", run.cause().types())
            .put("reason", run.cause().reasons())
            .put("triggered_by", run.createdBy())
            .put("status", run.status().name())
            .put("run_id", run.id())
            .put("version", run.version());
    return event;
  }
}
