// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The quality of a model by window, beside the same figures computed here from their formulas. */
@ParameterizedClass
@EnumSource(Engine.class)
final class ModelQualityTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Offset<Double> EXACT = within(1e-9);

  private final VirtualTime time = new VirtualTime(Instant.parse("2026-03-02T00:00:00Z"));
  private final RunningApp app;
  private final TestClient client;

  ModelQualityTest(Engine engine) {
    app = RunningApp.start(Map.of("storage.url", Databases.url(engine)), null, time.platform(1));
    client = new TestClient(app.port(), app.key());
  }

  @AfterEach
  void close() {
    client.close();
    app.close();
  }

  /** A prediction of class 1 with the chance that the model gave it, and the truth. */
  private record Answer(double chance, int truth) {
    int prediction() {
      return chance >= 0.5 ? 1 : 0;
    }

    double confidence() {
      return Math.max(chance, 1 - chance);
    }
  }

  private static final List<Answer> ANSWERS =
      List.of(
          new Answer(0.95, 1),
          new Answer(0.9, 1),
          new Answer(0.82, 0),
          new Answer(0.74, 1),
          new Answer(0.66, 1),
          new Answer(0.55, 0),
          new Answer(0.45, 1),
          new Answer(0.35, 0),
          new Answer(0.25, 0),
          new Answer(0.12, 0),
          new Answer(0.08, 1),
          new Answer(0.03, 0));

  private void call(ArrayNode calls, String id, String version, Object prediction) {
    ObjectNode call = calls.addObject().put("id", id).put("kind", "model").put("asset", "risk");
    call.put("version", version).put("success", true).put("latency_ms", 8);
    call.set("prediction", Json.parse(String.valueOf(prediction)));
    call.putObject("features").put("age", 40);
  }

  private void label(ArrayNode labels, String id, Object truth) {
    labels
        .addObject()
        .put("call_id", id)
        .put("name", "label")
        .set("value", Json.parse(String.valueOf(truth)));
  }

  private void send(String path, ArrayNode items) {
    TestClient.Reply reply = client.post(path, items.toString());
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }

  private JsonNode quality(String version) {
    TestClient.Reply reply = client.get("/api/monitoring/models/risk/" + version);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private static double number(JsonNode json, String at) {
    assertThat(json.at(at).isNumber()).as("%s of %s", at, json.toPrettyString()).isTrue();
    return json.at(at).doubleValue();
  }

  private static double area(List<Answer> answers) {
    double won = 0;
    int pairs = 0;
    for (Answer one : answers) {
      for (Answer other : answers) {
        if (one.truth() == 1 && other.truth() == 0) {
          pairs++;
          won += one.chance() > other.chance() ? 1 : one.chance() == other.chance() ? 0.5 : 0;
        }
      }
    }
    return won / pairs;
  }

  private static double mean(java.util.function.ToDoubleFunction<Answer> figure) {
    return ANSWERS.stream().mapToDouble(figure).average().orElseThrow();
  }

  /** The share of answers of a tenth by its distance of confidence and outcome. */
  private static double calibrationError() {
    double sum = 0;
    for (int tenth = 0; tenth < 10; tenth++) {
      int range = tenth;
      List<Answer> here =
          ANSWERS.stream().filter(one -> (int) (one.confidence() * 10 + 1e-9) == range).toList();
      double said = here.stream().mapToDouble(Answer::confidence).sum();
      double right = here.stream().filter(one -> one.prediction() == one.truth()).count();
      sum += Math.abs(said - right);
    }
    return sum / ANSWERS.size();
  }

  @Test
  void theFiguresOfTwoClassesAreThoseOfTheirFormulas() {
    ArrayNode calls = Json.array();
    ArrayNode labels = Json.array();
    for (int i = 0; i < 16; i++) {
      Answer answer = ANSWERS.get(i % ANSWERS.size());
      call(calls, "c" + i, "v1.0.0", answer.prediction());
      ((ObjectNode) calls.get(i)).put("confidence", answer.confidence());
      ((ObjectNode) calls.get(i)).putObject("scores").put("probability", answer.chance());
      if (i < ANSWERS.size()) {
        label(labels, "c" + i, answer.truth());
      }
    }
    send("/api/calls", calls);
    time.pass(HOUR.multipliedBy(3));
    JsonNode before = quality("v1.0.0").at("/windows/0");
    assertThat(before.required("predictions").intValue()).isEqualTo(16);
    assertThat(before.required("labelled").intValue()).isZero();
    assertThat(before.required("coverage").doubleValue()).isZero();
    assertThat(before.required("classification").isNull()).isTrue();
    send("/api/feedback", labels);

    JsonNode after = quality("v1.0.0");
    assertThat(after.required("windows")).hasSize(1);
    JsonNode window = after.at("/windows/0");

    assertThat(number(window, "/coverage")).isEqualTo(0.75);
    assertThat(number(window, "/label_lag_seconds/mean")).isEqualTo(3 * 3_600, EXACT);
    assertThat(number(window, "/label_lag_seconds/p50")).isEqualTo(3 * 3_600, within(200.0));
    assertThat(number(window, "/latency_ms")).isEqualTo(8, EXACT);
    // Of six called 1 four are; of six that are 1 four were called so.
    assertThat(number(window, "/classification/accuracy")).isEqualTo(8 / 12.0, EXACT);
    assertThat(number(window, "/classification/precision")).isEqualTo(4 / 6.0, EXACT);
    assertThat(number(window, "/classification/recall")).isEqualTo(4 / 6.0, EXACT);
    assertThat(number(window, "/classification/f1")).isEqualTo(4 / 6.0, EXACT);
    assertThat(number(window, "/classification/auc")).isEqualTo(area(ANSWERS), EXACT);
    assertThat(number(window, "/classification/log_loss"))
        .isEqualTo(
            mean(one -> -Math.log(one.truth() == 1 ? one.chance() : 1 - one.chance())), EXACT);
    assertThat(number(window, "/classification/brier"))
        .isEqualTo(mean(one -> Math.pow(one.chance() - one.truth(), 2)), EXACT);
    assertThat(number(window, "/classification/calibration_error"))
        .isEqualTo(calibrationError(), within(1e-3));
    assertThat(window.required("regression").isNull()).isTrue();
    assertThat(number(after, "/total/classification/accuracy")).isEqualTo(8 / 12.0, EXACT);
  }

  @Test
  void theEstimateComesBeforeLabelsAndItsErrorWithThem() {
    confident("teach", 100, 60, 100, 90, true);
    time.pass(HOUR);
    confident("later", 10, 3, 30, 25, false);
    JsonNode before = quality("v1.0.0").at("/windows/1/estimate");
    double expected = (10 * 0.6 + 30 * 0.9) / 40;

    assertThat(number(before, "/accuracy")).isEqualTo(expected, EXACT);
    assertThat(number(before, "/standard_error"))
        .isEqualTo(Math.sqrt(10 * 0.6 * 0.4 + 30 * 0.9 * 0.1) / 40, EXACT);
    assertThat(before.required("realized_accuracy").isNull()).isTrue();
    assertThat(before.required("realized_error").isNull()).isTrue();

    time.pass(HOUR.multipliedBy(5));
    tell("later", 10, 3, 30, 25);
    JsonNode window = quality("v1.0.0").at("/windows/1");
    assertThat(number(window, "/estimate/accuracy")).isEqualTo(expected, EXACT);
    assertThat(number(window, "/estimate/realized_accuracy")).isEqualTo(28 / 40.0, EXACT);
    assertThat(number(window, "/estimate/realized_error")).isEqualTo(expected - 0.7, EXACT);
    assertThat(number(window, "/label_lag_seconds/mean")).isEqualTo(5 * 3_600, EXACT);
    assertThat(quality("v1.0.0").at("/windows/0/estimate").isNull())
        .as("nothing was known before the first window")
        .isTrue();
  }

  /** Predictions of confidence .6 and .9, of which so many are right. */
  private void confident(String name, int low, int lowRight, int high, int highRight, boolean now) {
    ArrayNode calls = Json.array();
    for (int i = 0; i < low + high; i++) {
      call(calls, name + i, "v1.0.0", 1);
      ((ObjectNode) calls.get(i)).put("confidence", i < low ? 0.6 : 0.9);
    }
    send("/api/calls", calls);
    if (now) {
      tell(name, low, lowRight, high, highRight);
    }
  }

  private void tell(String name, int low, int lowRight, int high, int highRight) {
    ArrayNode labels = Json.array();
    for (int i = 0; i < low + high; i++) {
      boolean right = i < low ? i < lowRight : i - low < highRight;
      label(labels, name + i, right ? 1 : 0);
    }
    send("/api/feedback", labels);
  }

  @Test
  void theErrorsOfAmountsAreThoseOfTheirFormulasAlsoWhereSomeAreWhole() {
    double[] predictions = {1.5, 2.25, 4, 5.75, 7, 3.5};
    double[] truths = {2, 2.5, 3, 5, 9, 3.25};
    ArrayNode calls = Json.array();
    ArrayNode labels = Json.array();
    for (int i = 0; i < predictions.length; i++) {
      call(calls, "r" + i, "v2.0.0", predictions[i]);
      label(labels, "r" + i, truths[i]);
    }
    send("/api/calls", calls);
    send("/api/feedback", labels);
    double absolute = 0;
    double squared = 0;
    double bias = 0;
    double total = 0;
    for (int i = 0; i < truths.length; i++) {
      double error = predictions[i] - truths[i];
      absolute += Math.abs(error);
      squared += error * error;
      bias += error;
      total += truths[i];
    }
    double spread = 0;
    for (double truth : truths) {
      spread += Math.pow(truth - total / truths.length, 2);
    }
    JsonNode window = quality("v2.0.0").at("/windows/0");

    assertThat(window.required("labelled").intValue()).isEqualTo(6);
    assertThat(number(window, "/regression/mae")).isEqualTo(absolute / 6, EXACT);
    assertThat(number(window, "/regression/rmse")).isEqualTo(Math.sqrt(squared / 6), EXACT);
    assertThat(number(window, "/regression/bias")).isEqualTo(bias / 6, EXACT);
    assertThat(number(window, "/regression/r2")).isEqualTo(1 - squared / spread, EXACT);
    assertThat(window.required("classification").isNull())
        .as("whole amounts among others are no classes")
        .isTrue();
  }

  @Test
  void severalClassesAreAveragedOverTheClasses() {
    String[] predictions = {"a", "a", "b", "b", "c", "c", "a", "b"};
    String[] truths = {"a", "b", "b", "b", "c", "a", "a", "c"};
    ArrayNode calls = Json.array();
    ArrayNode labels = Json.array();
    for (int i = 0; i < predictions.length; i++) {
      call(calls, "m" + i, "v3.0.0", "\"" + predictions[i] + "\"");
      label(labels, "m" + i, "\"" + truths[i] + "\"");
    }
    send("/api/calls", calls);
    send("/api/feedback", labels);
    JsonNode window = quality("v3.0.0").at("/windows/0");

    assertThat(number(window, "/classification/accuracy")).isEqualTo(5 / 8.0, EXACT);
    assertThat(number(window, "/classification/precision"))
        .isEqualTo((2 / 3.0 + 2 / 3.0 + 1 / 2.0) / 3, EXACT);
    assertThat(number(window, "/classification/recall"))
        .isEqualTo((2 / 3.0 + 2 / 3.0 + 1 / 2.0) / 3, EXACT);
    assertThat(window.at("/classification/auc").isNull()).isTrue();
  }
}
