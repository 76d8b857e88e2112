// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
final class FeedbackTest {
  private static final String METRICS = "/api/metrics/prompts/v1.0.0";

  private final Engine engine;
  private final Site site;

  FeedbackTest(Engine engine) {
    this.engine = engine;
    this.site = new Site(engine);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static String call(String id) {
    return """
    {"id": "%s", "success": true, "version": "v1.0.0", "time": "2026-11-20T10:00:00Z",
     "experiment": "trial", "variant": "control", "unit": "user-%s",
     "tags": {"persona": "nurse"}}
    """
        .formatted(id, id);
  }

  @Test
  void joinsItsCallAndBecomesAScoreOfTheCallsWindows() {
    site.post("/api/calls", call("a"));

    JsonNode answer =
        site.post(
            "/api/feedback",
            """
            {"feedback": [
              {"call_id": "a", "name": "rating", "value": 4},
              {"call_id": "a", "name": "thumbs_up", "value": true, "id": "f-1"},
              {"call_id": "a", "name": "comment", "value": "fine"}]}
            """);

    assertThat(answer)
        .isEqualTo(Json.parse("{\"accepted\": 3, \"duplicates\": 0, \"unmatched\": 0}"));
    assertThat(site.get(METRICS).get("scores"))
        .isEqualTo(
            Json.parse(
                """
                {"rating": {"count": 1, "mean": 4.0, "min": 4.0, "max": 4.0},
                 "thumbs_up": {"count": 1, "mean": 1.0, "min": 1.0, "max": 1.0}}
                """));
    String day = METRICS + "?from=2026-11-20T10:00:00Z&to=2026-11-20T10:01:00Z";
    assertThat(site.get(day).at("/scores/rating/count").intValue()).isEqualTo(1);
    String variant = METRICS + "?variant=control";
    assertThat(site.get(variant).at("/scores/rating/count").intValue()).isEqualTo(1);
    String tag = METRICS + "?tag.persona=nurse";
    assertThat(site.get(tag).at("/scores/rating/count").intValue()).isEqualTo(1);
    assertThat(site.get("/api/calls/a").get("feedback").values())
        .extracting(one -> one.get("name").stringValue() + "=" + one.get("value"))
        .containsExactly("rating=4", "thumbs_up=true", "comment=\"fine\"");
  }

  @Test
  void waitsForACallThatComesLater() {
    JsonNode first =
        site.post(
            "/api/feedback",
            """
            [{"call_id": "a", "name": "rating", "value": 4},
             {"experiment": "trial", "unit": "user-a", "name": "sale", "value": true}]
            """);

    site.post("/api/calls", call("a"));

    assertThat(first)
        .isEqualTo(Json.parse("{\"accepted\": 2, \"duplicates\": 0, \"unmatched\": 2}"));
    JsonNode scores = site.get(METRICS).get("scores");
    assertThat(scores.at("/rating/mean").doubleValue()).isEqualTo(4);
    assertThat(scores.at("/sale/mean").doubleValue()).isEqualTo(1);
    assertThat(site.get("/api/calls/a").get("feedback").size()).isEqualTo(2);
  }

  @Test
  void aUnitMeansItsLatestCallInTheExperiment() {
    site.post(
        "/api/calls",
        """
        [{"id": "old", "success": true, "version": "1.0.0", "experiment": "trial", "unit": "u",
          "time": "2026-11-20T10:00:00Z"},
         {"id": "new", "success": true, "version": "1.0.0", "experiment": "trial", "unit": "u",
          "time": "2026-11-20T11:00:00Z"},
         {"id": "other", "success": true, "version": "1.0.0", "experiment": "other", "unit": "u",
          "time": "2026-11-20T12:00:00Z"}]
        """);

    site.post(
        "/api/feedback",
        "{\"experiment\": \"trial\", \"unit\": \"u\", \"name\": \"sale\", \"value\": 1}");

    assertThat(site.get("/api/calls/new").get("feedback").size()).isEqualTo(1);
    assertThat(site.get("/api/calls/old").get("feedback").isEmpty()).isTrue();
    assertThat(site.get("/api/calls/other").get("feedback").isEmpty()).isTrue();
  }

  @Test
  void aResentIdCountsOnce() {
    site.post("/api/calls", call("a"));
    String body = "{\"id\": \"f\", \"call_id\": \"a\", \"name\": \"rating\", \"value\": 4}";

    site.post("/api/feedback", body);
    JsonNode again = site.post("/api/feedback", "[" + body + "," + body + "]");

    assertThat(again)
        .isEqualTo(Json.parse("{\"accepted\": 0, \"duplicates\": 2, \"unmatched\": 0}"));
    assertThat(site.get(METRICS).at("/scores/rating/count").intValue()).isEqualTo(1);
  }

  /** Whichever of a call and its feedback comes first, and however they are cut into batches. */
  @Test
  void addsUpToTheSameInEveryOrder() {
    List<Call> calls = new ArrayList<>();
    List<Feedback> feedback = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      calls.add(Examples.success("call-" + i, i % 2 == 0 ? Examples.V1 : Examples.V2));
      for (int j = 0; j < i % 4; j++) {
        String id = "f-" + i + "-" + j;
        feedback.add(
            new Feedback(
                id, Room.NOW, "call-" + i, null, null, "s" + j, Json.parse("" + (i + j) / 3.0)));
      }
    }
    calls.forEach(site.room::record);
    site.room.calls.acceptFeedback(feedback);
    List<String> expected = site.room.windowRows();

    Random chance = new Random(2);
    Room shuffled = new Room(engine).start();
    Collections.shuffle(calls, chance);
    Collections.shuffle(feedback, chance);
    for (int i = 0; i < 60; i++) {
      if (i < feedback.size()) {
        shuffled.calls.acceptFeedback(List.of(feedback.get(i)));
      }
      shuffled.record(calls.get(i));
    }
    shuffled.calls.acceptFeedback(feedback.subList(60, feedback.size()));

    assertThat(site.get(METRICS).get("scores")).isNotEmpty();
    assertThat(shuffled.lastDay(Examples.V1).scores())
        .hasSameSizeAs(site.room.lastDay(Examples.V1).scores());
    assertThat(MetricsJson.of(shuffled.lastDay(Examples.V1)))
        .isEqualTo(MetricsJson.of(site.room.lastDay(Examples.V1)));
    assertThat(shuffled.windowRows()).hasSameSizeAs(expected);
    shuffled.close();
  }

  @Test
  void refusesWhatIsWrongAndSaysWhat() {
    for (String[] row :
        Tables.rows(
            """
            {} | name: is required
            [] | feedback is empty
            {"name": "a", "value": 1} | call_id: is required, or else experiment and unit
            {"name": "a", "value": 1, "experiment": "e"} | call_id: is required, or else
            {"name": "a", "value": 1, "call_id": "c", "unit": "u"} | call_id: is required, or else
            {"call_id": "c", "value": 1} | name: is required
            {"call_id": "c", "name": " ", "value": 1} | name: must not be blank
            {"call_id": "c", "name": "a"} | value: is required
            {"call_id": "c", "name": "a", "value": null} | value: is required
            {"call_id": "c", "name": "a", "value": {}} | value: must be a number, true, false or
            {"call_id": "c", "name": "a", "value": 1e10} | value: must be from -1e9 to 1e9
            {"call_id": "c", "name": "a", "value": 1e999} | value: must be from -1e9 to 1e9
            {"call_id": "c", "name": "a", "value": "\\ud800"} | value: must be well-formed
            {"call_id": "c", "name": "a", "value": 1, "time": "now"} | time: must be an ISO-8601
            {"call_id": "c", "name": "a", "value": 1, "x": 1} | x: is not a field here
            {"feedback": {"call_id": "c"}} | feedback is not an array
            """)) {
      TestClient.Reply reply = site.client.post("/api/feedback", row[0]);

      assertThat(reply.status()).as(row[0] + reply.body()).isEqualTo(400);
      assertThat(reply.body()).contains(row[1]);
    }
    assertThat(site.room.count("feedback")).isZero();
  }
}
