// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Ticker;
import io.ratchet.call.Call;
import io.ratchet.call.Outcome;
import io.ratchet.call.Tokens;
import io.ratchet.call.Units;
import io.ratchet.http.ProblemDetails;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that is being served, and the calls that it ends as.
 *
 * @param id of its only row; row {@code n} of several has {@code id-n}
 * @param rows that it is recorded as, each with its share of the time
 */
record Draft(
    String id, Instant time, long started, @Nullable String traceId, Ticker ticker, int rows) {
  static final String KIND = "model";

  /** The score by which the quality of a classifier of two classes is judged later. */
  private static final String PROBABILITY = "probability";

  private static final String ROWS = "rows";
  private static final long MICRO = 1_000;
  private static final int OK = 200;

  /** W3C Trace Context, section 3.2: version, trace id, parent id, flags. */
  private static final Pattern TRACE_PARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

  static Draft of(
      String id, Instant time, Ticker ticker, Function<String, Optional<String>> headers) {
    String trace =
        headers
            .apply("traceparent")
            .map(TRACE_PARENT::matcher)
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .orElse(null);
    return new Draft(id, time, ticker.nanos(), trace, ticker, 1);
  }

  /** The same request, recorded as so many rows. */
  Draft of(int count) {
    return new Draft(id, time, started, traceId, ticker, Math.max(1, count));
  }

  /** The id of the call of a row. */
  String id(int row, int rows) {
    return rows == 1 ? id : id + "-" + row;
  }

  /** How long the whole request has taken. */
  long micros() {
    return (ticker.nanos() - started) / MICRO;
  }

  /** What one row of it took. */
  long share() {
    return micros() / rows;
  }

  /** A row that was predicted. */
  Call answered(
      String callId, Answering by, String unit, @Nullable JsonNode features, Prediction given) {
    double[] chances = given.probabilities();
    Double second = chances.length == 2 ? Classes.confidence(chances[1]) : null;
    Map<String, Double> scores = second == null ? Map.of() : Map.of(PROBABILITY, second);
    return call(
        callId,
        by.version(),
        tags(by),
        Units.hash(unit),
        null,
        given.confidence(),
        given.answer(),
        scores,
        given.stages(),
        features);
  }

  /** Many rows as one call. */
  Call answered(Answering by, String unit, int rows) {
    return call(
        id,
        by.version(),
        tags(by),
        Units.hash(unit),
        null,
        null,
        null,
        Map.of(ROWS, (double) rows),
        List.of(),
        null);
  }

  /** A row, or all rows, that could not be predicted. */
  Call failed(
      String callId,
      LiveModels.Resolved version,
      String unit,
      @Nullable JsonNode features,
      Failure failure) {
    return call(
        callId,
        version,
        Map.of(),
        Units.hash(unit),
        failure,
        null,
        null,
        Map.of(),
        List.of(),
        features);
  }

  private static Map<String, String> tags(Answering by) {
    if (!by.isFallback()) {
      return by.wanted().fellBack() ? Map.of("fell_back", "true") : Map.of();
    }
    Map<String, String> tags = new HashMap<>();
    tags.put("fell_back", "true");
    tags.put("wanted_version", by.wantedVersion().toString());
    return tags;
  }

  private Call call(
      String callId,
      LiveModels.Resolved version,
      Map<String, String> tags,
      String unit,
      @Nullable Failure failure,
      @Nullable Double confidence,
      @Nullable JsonNode answer,
      Map<String, Double> scores,
      List<Call.Stage> stages,
      @Nullable JsonNode features) {
    return new Call(
        callId,
        time,
        new Call.Subject(KIND, version.model(), version.version().toString()),
        version.experiment(),
        version.variant(),
        unit,
        failure == null ? Outcome.SUCCESS : Outcome.FAILURE,
        failure == null ? null : word(failure.code()),
        failure == null ? (Integer) OK : (Integer) ProblemDetails.status(failure.code()),
        share(),
        null,
        null,
        null,
        new Tokens(null, null, null, null),
        null,
        null,
        null,
        null,
        null,
        confidence,
        answer,
        scores,
        tags,
        stages,
        features,
        traceId,
        Call.Bodies.NONE);
  }

  /** The stable word for what went wrong. */
  private static String word(ErrorCode code) {
    return switch (code) {
      case INVALID -> "invalid_features";
      case EXHAUSTED -> "overloaded";
      case UNAVAILABLE -> "unavailable";
      case UPSTREAM -> "upstream";
      case UPSTREAM_TIMEOUT -> "timeout";
      case UNAUTHENTICATED,
          DENIED,
          MISSING,
          METHOD_NOT_ALLOWED,
          CONFLICT,
          EXISTS,
          NOT_SERVED,
          TOO_LARGE,
          UNKNOWN_OUTCOME,
          INTERNAL ->
          "model_error";
    };
  }
}
