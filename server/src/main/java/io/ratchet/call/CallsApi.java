// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls and feedback by HTTP: taken from services that serve elsewhere, listed and shown. */
public final class CallsApi {
  private static final int PAGE = 50;
  private static final int PAGE_LIMIT = 1_000;
  private static final String TAG = "tag.";

  private final Calls calls;
  private final UnaryOperator<String> experimentIds;
  private final CallReader reader;
  private final FeedbackReader feedbackReader;

  /**
   * Builds the routes' handlers.
   *
   * @param defaultPrompt the prompt that a record with a version but without an asset belongs to
   * @param experimentIds finds the id of an experiment that is named otherwise
   */
  public CallsApi(
      Calls calls,
      InstantSource time,
      Ids ids,
      String defaultPrompt,
      UnaryOperator<String> experimentIds) {
    this.calls = calls;
    this.experimentIds = experimentIds;
    this.reader = new CallReader(time, ids, defaultPrompt, experimentIds);
    this.feedbackReader = new FeedbackReader(time, ids, experimentIds);
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/api/calls", Access.OPERATOR, this::accept),
        Route.get("/api/calls", Access.VIEWER, this::list),
        Route.get("/api/calls/{id}", Access.VIEWER, this::show),
        Route.post("/api/feedback", Access.OPERATOR, this::acceptFeedback));
  }

  private Answer accept(Request request) {
    Calls.Accepted accepted = calls.accept(reader.read(request.json()));
    return Answer.json(
        Json.object()
            .put("accepted", accepted.accepted())
            .put("duplicates", accepted.duplicates()));
  }

  private Answer acceptFeedback(Request request) {
    Calls.AcceptedFeedback accepted = calls.acceptFeedback(feedbackReader.read(request.json()));
    return Answer.json(
        Json.object()
            .put("accepted", accepted.accepted())
            .put("duplicates", accepted.duplicates())
            .put("unmatched", accepted.unmatched()));
  }

  private Answer show(Request request) {
    String id = request.parameter("id");
    Calls.Shown shown =
        calls
            .find(id)
            .orElseThrow(() ->
                Failure.missing(
                    "there is no call " + Problem.shorten(id),
                    "list the calls with GET /api/calls; old ones are deleted after"
                        + " calls.retention"));
    return Answer.json(CallJson.whole(shown));
  }

  private Answer list(Request request) {
    int limit = request.query("limit", PAGE, 1, PAGE_LIMIT);
    Page<Call> page = calls.list(filter(request), limit, request.query("page_token").orElse(null));
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("calls");
    page.items().forEach(call -> array.add(CallJson.brief(call)));
    return Answer.json(body.put("next_page_token", page.nextPageToken()));
  }

  private CallFilter filter(Request request) {
    String asset = request.query("asset").orElse(null);
    String version = request.query("version").orElse(null);
    if (version != null) {
      version = Call.Subject.of("", "", version).version();
    }
    return new CallFilter(
        request.query("kind").map(kind -> kind.toLowerCase(Locale.ROOT)).orElse(null),
        asset,
        version,
        request.query("experiment").map(experimentIds).orElse(null),
        request.query("variant").orElse(null),
        outcome(request),
        request.query("error_type").orElse(null),
        request.query("provider").orElse(null),
        request.query("model").orElse(null),
        tags(request),
        request.instant("from").orElse(null),
        request.instant("to").orElse(null),
        latency(request));
  }

  private static @Nullable Outcome outcome(Request request) {
    Optional<String> success = request.query("success");
    Optional<String> outcome = request.query("outcome");
    if (success.isPresent() && outcome.isPresent()) {
      throw Failure.invalid("success and outcome are given both", "send one of them");
    }
    if (success.isPresent()) {
      return switch (success.get().toLowerCase(Locale.ROOT)) {
        case "true" -> Outcome.SUCCESS;
        case "false" -> Outcome.FAILURE;
        case String other ->
            throw Failure.invalid(
                "success must be true or false, got " + Problem.shorten(other),
                "for calls whose caller left, send outcome=interrupted");
      };
    }
    return outcome.map(CallsApi::outcomeNamed).orElse(null);
  }

  private static Outcome outcomeNamed(String word) {
    for (Outcome outcome : Outcome.values()) {
      if (outcome.word().equalsIgnoreCase(word)) {
        return outcome;
      }
    }
    throw Failure.invalid(
        "outcome is not known: " + Problem.shorten(word), "use success, failure or interrupted");
  }

  private static Map<String, String> tags(Request request) {
    Map<String, String> tags = new HashMap<>();
    for (String name : request.queryNames()) {
      if (name.startsWith(TAG) && name.length() > TAG.length()) {
        request.query(name).ifPresent(value -> tags.put(name.substring(TAG.length()), value));
      }
    }
    if (tags.size() > Bounds.TAGS) {
      throw Failure.invalid("there are more than " + Bounds.TAGS + " tags", "send fewer");
    }
    return tags;
  }

  private static @Nullable Long latency(Request request) {
    return request
        .query("min_latency_ms")
        .map(text -> {
          try {
            double millis = Double.parseDouble(text);
            if (millis >= 0 && millis <= Bounds.LATENCY_MILLIS) {
              return Math.round(millis * 1e3);
            }
          } catch (NumberFormatException e) {
            throw badLatency(text);
          }
          throw badLatency(text);
        })
        .orElse(null);
  }

  private static Failure badLatency(String text) {
    return Failure.invalid(
        "min_latency_ms is not a number of milliseconds: " + Problem.shorten(text),
        "send a number from 0 to 1e9");
  }
}
