// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.ProblemDetails;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Predictions of the routed version, for one row and for many. */
public final class PredictApi {
  private static final double MILLI = 1e3;

  private final Predictions predictions;

  public PredictApi(Predictions predictions) {
    this.predictions = predictions;
  }

  public List<Route> routes() {
    return List.of(
        Route.post(
            "/predict",
            Access.OPERATOR,
            request -> predict(request.body(), request.id(), request::header)),
        Route.post("/predict/batch", Access.OPERATOR, this::batch));
  }

  /**
   * Answers a request for one row.
   *
   * @param requestId stands for a user who is not named
   */
  public Answer predict(byte[] body, String requestId, Function<String, Optional<String>> headers) {
    Draft draft = predictions.desk().begin(headers);
    PredictRequest request = PredictRequest.single(json(body));
    return guarded(
        draft,
        () -> {
          var one = predictions.predict(request, draft, requestId, body.length).getFirst();
          return marked(Answer.json(json(one, draft)), draft.id(), one.version());
        });
  }

  private Answer batch(Request received) {
    Draft draft = predictions.desk().begin(received::header);
    byte[] body = received.body();
    PredictRequest request =
        PredictRequest.batch(json(body), predictions.desk().limits().maxRows());
    return guarded(
        draft,
        () -> {
          var all = predictions.predict(request, draft, received.id(), body.length);
          ObjectNode answer = Json.object();
          ArrayNode array = answer.putArray("predictions");
          Draft rows = draft.of(all.size());
          all.forEach(one -> array.add(json(one, rows)));
          answer.put("count", all.size()).put("latency_ms", draft.micros() / MILLI);
          return Answer.json(answer);
        });
  }

  private static tools.jackson.databind.JsonNode json(byte[] body) {
    if (body.length == 0) {
      throw Failure.invalid("the body is empty", "send a JSON object with features");
    }
    return Json.read(body);
  }

  /** Whatever was recorded of a refusal can be found by the header. */
  private static Answer guarded(Draft draft, java.util.function.Supplier<Answer> work) {
    try {
      return work.get();
    } catch (Refused refused) {
      return marked(refusal(refused.failure()), draft.id(), refused.version());
    } catch (Failure failure) {
      return refusal(failure);
    }
  }

  private static Answer refusal(Failure failure) {
    Answer answer = ProblemDetails.answer(failure);
    return Refused.passes(failure) ? answer.withHeader("retry-after", "1") : answer;
  }

  static Answer marked(Answer answer, String callId, LiveModels.Resolved version) {
    Answer marked =
        answer
            .withHeader("x-ratchet-call-id", callId)
            .withHeader("x-ratchet-version", version.version().toString());
    String variant = version.variant();
    return variant == null ? marked : marked.withHeader("x-ratchet-variant", variant);
  }

  private static ObjectNode json(Predictions.Answered one, Draft draft) {
    Prediction prediction = one.prediction();
    Double confidence = prediction.confidence();
    ObjectNode json = Json.object();
    json.set("prediction", prediction.answer());
    json.put("model_version", one.version().version().toString())
        .put("variant", one.version().variant())
        .put("user_id", one.row().user());
    json.set("confidence", confidence == null ? json.nullNode() : Shown.node(confidence));
    json.put("latency_ms", draft.share() / MILLI)
        .put("timestamp", draft.time().truncatedTo(ChronoUnit.MILLIS).toString())
        .put("call_id", one.callId());
    addProbabilities(json, prediction, one.classes());
    String experiment = one.version().experiment();
    if (experiment != null) {
      json.put("experiment", experiment);
    }
    addFallback(json, one, one.reason());
    return json;
  }

  private static void addProbabilities(ObjectNode json, Prediction prediction, Classes classes) {
    double[] chances = prediction.probabilities();
    if (chances.length > 0) {
      ObjectNode named = json.putObject("probabilities");
      List<String> names = classes.texts(chances.length);
      for (int i = 0; i < chances.length; i++) {
        named.set(names.get(i), Shown.node(chances[i]));
      }
    }
  }

  private static void addFallback(
      ObjectNode json, Predictions.Answered one, @Nullable String reason) {
    if (reason != null) {
      json.putObject("fallback")
          .put("wanted_version", one.wanted().version().toString())
          .put("reason", reason);
    }
  }
}
