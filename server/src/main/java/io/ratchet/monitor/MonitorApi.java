// SPDX-License-Identifier: Apache-2.0
package io.ratchet.monitor;

import io.ratchet.base.Amounts;
import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.call.Call;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Quality and alerts by HTTP. */
public final class MonitorApi {
  private static final int DAY = 24;
  private static final int LONGEST_HOURS = 24 * 366;
  private static final int STEPS = 500;
  private static final int PAGE = 100;
  private static final int PAGE_LIMIT = 1_000;
  private static final int NOTE = 1_000;
  private static final int NAME = 128;

  private final Monitors monitors;
  private final Alerts alerts;

  public MonitorApi(Monitors monitors, Alerts alerts) {
    this.monitors = monitors;
    this.alerts = alerts;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/monitoring/status", Access.VIEWER, this::status),
        Route.get("/api/monitoring/models/{name}/{version}", Access.VIEWER, this::quality),
        Route.get("/api/alerts", Access.VIEWER, this::list),
        Route.post("/api/alerts", Access.OPERATOR, this::report),
        Route.post("/api/alerts/{id}/acknowledge", Access.OPERATOR, this::acknowledge),
        Route.post("/api/alerts/{id}/resolve", Access.OPERATOR, this::resolve));
  }

  private Answer status(Request request) {
    int hours = request.query("hours", DAY, 1, LONGEST_HOURS);
    return Answer.json(monitors.status(hours, request.query("model").orElse(null)));
  }

  private Answer quality(Request request) {
    Call.Subject version =
        Call.Subject.of("model", request.parameter("name"), request.parameter("version"));
    Duration window = monitors.window();
    Instant to = request.instant("to").orElse(floor(monitors.now(), window).plus(window));
    Instant from = request.instant("from").orElse(to.minus(window.multipliedBy(DAY)));
    Duration step = step(request.query("step").orElse(null), window);
    Instant first = floor(from, step);
    if (!from.isBefore(to)) {
      throw Failure.invalid("from (" + from + ") is not before to (" + to + ")", "swap them");
    }
    if (Duration.between(first, to).dividedBy(step) > STEPS) {
      throw Failure.invalid(
          "there would be more than " + STEPS + " steps", "send a longer step or a shorter range");
    }
    return Answer.json(monitors.quality(version, first, to, step));
  }

  private static Instant floor(Instant moment, Duration length) {
    long millis = length.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(moment.toEpochMilli(), millis) * millis);
  }

  private static Duration step(@Nullable String text, Duration window) {
    if (text == null) {
      return window;
    }
    Duration step = Amounts.duration(text);
    if (step == null || step.isZero() || step.toMillis() % window.toMillis() != 0) {
      throw Failure.invalid(
          "step is not a number of whole windows: " + Problem.shorten(text),
          "send a multiple of %s (monitoring.window)".formatted(Amounts.print(window)));
    }
    return step;
  }

  private Answer list(Request request) {
    String status = request.query("status").map(word -> word.toUpperCase(Locale.ROOT)).orElse("");
    boolean known =
        status.isEmpty()
            || List.of(Alert.Status.values()).stream().anyMatch(s -> s.name().equals(status));
    if (!known) {
      throw Failure.invalid(
          "status is not known: " + Problem.shorten(status),
          "use one of open, acknowledged, resolved");
    }
    String asset = request.query("asset").orElse("");
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("alerts");
    alerts
        .list(status, asset, request.query("limit", PAGE, 1, PAGE_LIMIT))
        .forEach(alert -> array.add(alert.json()));
    return Answer.json(body);
  }

  /** Takes what somebody else saw. */
  private Answer report(Request request) {
    Fields in = request.fields();
    String id = in.text("id", NAME);
    String kind = in.requiredText("kind", NAME);
    String asset = in.requiredText("asset", NAME);
    String version = in.requiredText("version", NAME);
    Alert.Level level = in.choice("level", Alert.Level.class);
    ObjectNode evidence = in.tree("evidence");
    if (!kind.isEmpty() && !List.of("prompt", "model").contains(kind)) {
      in.problem("kind", "must be prompt or model", kind);
    }
    in.finish();
    return Answer.json(
        201,
        alerts
            .report(
                id,
                Call.Subject.of(kind, asset, version),
                level == null ? Alert.Level.WARNING : level,
                evidence == null ? Json.object() : evidence,
                request.caller().name())
            .json());
  }

  private Answer acknowledge(Request request) {
    String id = request.parameter("id");
    return Answer.json(
        alerts.acknowledge(id, note(request).orElse(null), request.caller().name()).json());
  }

  private Answer resolve(Request request) {
    String id = request.parameter("id");
    return Answer.json(
        alerts.resolve(id, note(request).orElse(null), request.caller().name()).json());
  }

  private static Optional<String> note(Request request) {
    Fields in = Fields.of(request.values());
    Optional<String> note = Optional.ofNullable(in.text("note", NOTE));
    in.finish();
    return note;
  }
}
