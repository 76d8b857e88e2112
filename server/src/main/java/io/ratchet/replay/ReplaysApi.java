// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Replays are started, followed and cancelled by HTTP. */
public final class ReplaysApi {
  private static final int ACCEPTED = 202;
  private static final int PAGE = 50;
  private static final int PAGE_LIMIT = 1_000;
  private static final int LONGEST_WAIT = 30;

  private final Replays replays;
  private final PlanReader reader;
  private final InstantSource time;

  /**
   * Builds the routes' handlers.
   *
   * @param defaultPrompt what is replayed where a request names no prompt
   */
  public ReplaysApi(
      Replays replays, ReplayLimits limits, String defaultPrompt, InstantSource time) {
    this.replays = replays;
    this.reader = new PlanReader(limits, defaultPrompt);
    this.time = time;
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/api/replays", Access.OPERATOR, this::start),
        Route.get("/api/replays", Access.VIEWER, this::list),
        Route.get("/api/replays/{id}", Access.VIEWER, this::show),
        Route.post("/api/replays/{id}/cancel", Access.OPERATOR, this::cancel));
  }

  private Answer start(Request request) {
    PlanReader.Wanted wanted = reader.read(request.json(), time.instant());
    Replays.Shown shown = replays.start(wanted.id(), wanted.plan(), request.caller().name());
    return Answer.json(ACCEPTED, ReplayJson.one(shown))
        .withHeader("location", "/api/replays/" + shown.replay().id());
  }

  private Answer list(Request request) {
    int limit = request.query("limit", PAGE, 1, PAGE_LIMIT);
    ReplayStore.Filter filter =
        new ReplayStore.Filter(
            request.query("prompt").orElse(null),
            request.query("status").map(ReplaysApi::status).orElse(null));
    Page<Replays.Shown> page =
        replays.list(filter, limit, request.query("page_token").orElse(null));
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("replays");
    page.items().forEach(shown -> array.add(ReplayJson.brief(shown)));
    return Answer.json(body.put("next_page_token", page.nextPageToken()));
  }

  private static Status status(String word) {
    for (Status status : Status.values()) {
      if (status.name().equalsIgnoreCase(word)) {
        return status;
      }
    }
    throw Failure.invalid(
        "status is not known: " + Problem.shorten(word),
        "use one of "
            + String.join(
                ", ",
                List.of(Status.values()).stream()
                    .map(status -> status.name().toLowerCase(Locale.ROOT))
                    .toList()));
  }

  private Answer show(Request request) {
    int wait = request.query("wait", 0, 0, LONGEST_WAIT);
    return Answer.json(
        ReplayJson.one(replays.await(request.parameter("id"), Duration.ofSeconds(wait))));
  }

  private Answer cancel(Request request) {
    return Answer.json(
        ReplayJson.one(replays.cancel(request.parameter("id"), request.caller().name())));
  }
}
