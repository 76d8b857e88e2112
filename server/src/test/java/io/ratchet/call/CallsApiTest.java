// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
final class CallsApiTest {
  private static final String RECORD =
      """
      {"id": "0192f0c4", "time": "2026-11-21T08:00:00Z", "kind": "prompt", "asset": "extraction",
       "version": "2.0.0", "unit": "user-17", "experiment": "trial", "variant": "treatment",
       "success": true, "error_type": null, "status": 200, "latency_ms": 812.4,
       "first_token_ms": 120, "provider": "openai", "model": "gpt-4o", "input_tokens": 431,
       "output_tokens": 120, "cached_tokens": 0, "reasoning_tokens": 7, "usage_source": "provider",
       "cost_usd": "0.00123", "price_version": "2026-11", "completeness": 0.92,
       "fields_extracted": 11, "confidence": 0.87, "prediction": 1,
       "scores": {"accuracy": 1, "helpful": true}, "tags": {"persona": "nurse"},
       "stages": [{"name": "gnn_inference", "latency_ms": 40.0}], "features": {"age": 44},
       "trace_id": "t-1", "request": {"messages": ["a"]}, "response": "plain"}
      """;

  private final Site site;

  CallsApiTest(Engine engine) {
    site = new Site(engine);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void showsEveryFieldOfWhatWasSent() {
    assertThat(site.post("/api/calls", RECORD))
        .isEqualTo(Json.parse("{\"accepted\": 1, \"duplicates\": 0}"));

    JsonNode expected =
        Json.parse(
            """
            {"id": "0192f0c4", "time": "2026-11-21T08:00:00Z", "kind": "prompt",
             "asset": "extraction", "version": "v2.0.0", "experiment": "trial",
             "variant": "treatment", "unit_hash": "UNIT", "success": true, "outcome": "success",
             "error_type": null, "status": 200, "latency_ms": 812.4, "first_token_ms": 120,
             "provider": "openai", "model": "gpt-4o", "input_tokens": 431, "output_tokens": 120,
             "cached_tokens": 0, "reasoning_tokens": 7, "usage_source": "provider",
             "cost_usd": "0.00123", "price_version": "2026-11", "completeness": 0.92,
             "fields_extracted": 11, "confidence": 0.87, "prediction": 1,
             "scores": {"accuracy": 1.0, "helpful": 1.0}, "tags": {"persona": "nurse"},
             "trace_id": "t-1", "stages": [{"name": "gnn_inference", "latency_ms": 40}],
             "features": {"age": 44}, "request": {"messages": ["a"]}, "response": "plain",
             "feedback": []}
            """
                .replace("UNIT", Units.hash("user-17")));
    assertThat(Json.text(site.get("/api/calls/0192f0c4"))).isEqualTo(Json.text(expected));
  }

  @Test
  void absentIsUnknownAndUnknownIsNull() {
    site.post("/api/calls", "{\"id\": \"bare\", \"success\": false}");

    JsonNode call = site.get("/api/calls/bare");

    call.properties()
        .forEach(field -> {
          switch (field.getKey()) {
            case "id" -> assertThat(field.getValue().stringValue()).isEqualTo("bare");
            case "time" ->
                assertThat(field.getValue().stringValue()).isEqualTo(Room.NOW.toString());
            case "success" -> assertThat(field.getValue().booleanValue()).isFalse();
            case "outcome" -> assertThat(field.getValue().stringValue()).isEqualTo("failure");
            case "scores", "tags", "stages", "feedback" ->
                assertThat(field.getValue().isEmpty()).isTrue();
            case String other -> assertThat(field.getValue().isNull()).as(other).isTrue();
          }
        });
  }

  @Test
  void acceptsRecordsInEveryShape() {
    for (String[] row :
        Tables.rows(
            """
            {"success": true} | 1 | 0
            [{"success": true}, {"success": false}] | 2 | 0
            {"calls": [{"success": true}, {"outcome": "interrupted"}]} | 2 | 0
            {"success": null, "outcome": "INTERRUPTED"} | 1 | 0
            [{"id": "a", "success": true}, {"id": "a", "success": true}] | 1 | 1
            {"success": true, "version": "1.0.0"} | 1 | 0
            {"success": true, "asset": "only a name"} | 1 | 0
            {"success": true, "kind": "MODEL", "asset": "m", "version": "3"} | 1 | 0
            {"success": true, "request": "\\ud800", "features": {"a": "\\udc00"}} | 1 | 0
            {"success": true, "id": "日本語 / ? # é"} | 1 | 0
            {"success": true, "cost_usd": 0.1, "latency_ms": 1e3} | 1 | 0
            {"success": true, "latency_ms": 1e-999999999} | 1 | 0
            {"success": true, "prediction": 1e999999999} | 1 | 0
            {"success": true, "scores": {"a": 1e-999999999}} | 1 | 0
            """)) {
      JsonNode answer = site.post("/api/calls", row[0]);

      int accepted = Integer.parseInt(row[1]);
      int duplicates = Integer.parseInt(row[2]);
      assertThat(answer)
          .as(row[0])
          .isEqualTo(Json.object().put("accepted", accepted).put("duplicates", duplicates));
    }
  }

  @Test
  void refusesWhatIsWrongAndSaysWhat() {
    for (String[] row :
        Tables.rows(
            """
             | 400 | the body is empty
            not json | 400 | not valid JSON
            "text" | 400 | must be a JSON object
            7 | 400 | must be a JSON object
            [] | 400 | calls is empty
            {"calls": 7} | 400 | calls is not an array
            {"calls": [], "more": 1} | 400 | calls is empty
            {"calls": [{"success": true}], "more": 1} | 400 | beside calls
            {} | 400 | success: is required
            {"success": null} | 400 | success: is required
            {"success": "yes"} | 400 | success: must be true or false, got \\"yes\\"
            {"success": true, "outcome": "failure"} | 400 | outcome: contradicts success
            {"outcome": "maybe"} | 400 | outcome: must be one of success, failure, interrupted
            {"success": true, "sucess": true} | 400 | sucess: is not a field here
            {"success": true, "success": true} | 400 | Duplicate
            {"success": true, "id": ""} | 400 | id: must not be blank
            {"success": true, "id": 7} | 400 | id: must be a string
            {"success": true, "id": "\\ud800"} | 400 | id: must not hold half of a surrogate
            {"success": true, "id": "a\\u0000"} | 400 | id: must not hold the character U+0000
            {"success": true, "time": "yesterday"} | 400 | time: must be an ISO-8601
            {"success": true, "time": "1999-01-01T00:00:00Z"} | 400 | time: must be from
            {"success": true, "time": "2026-11-23T00:00:00Z"} | 400 | time: must be from
            {"success": true, "kind": "table"} | 400 | kind: must be prompt or model
            {"success": true, "kind": "model", "version": "1"} | 400 | asset: is required
            {"success": true, "latency_ms": -1} | 400 | latency_ms: must be from 0
            {"success": true, "latency_ms": "1"} | 400 | latency_ms: must be a number
            {"success": true, "latency_ms": 1e999} | 400 | latency_ms: must be
            {"success": true, "latency_ms": 1e999999999} | 400 | latency_ms: must be
            {"success": true, "cost_usd": 1e999999999} | 400 | cost_usd: must be
            {"success": true, "input_tokens": 1.5} | 400 | input_tokens: must be a whole number
            {"success": true, "input_tokens": 1e999} | 400 | input_tokens: must be
            {"success": true, "status": 99} | 400 | status: must be from 100 to 599
            {"success": true, "cost_usd": "much"} | 400 | cost_usd: must be a decimal string
            {"success": true, "cost_usd": "1e-999999999"} | 400 | cost_usd: must be
            {"success": true, "cost_usd": "-1"} | 400 | cost_usd: must be from 0
            {"success": true, "cost_usd": "1e99"} | 400 | cost_usd: must be from 0
            {"success": true, "completeness": 1.1} | 400 | completeness: must be from 0 to 1
            {"success": true, "confidence": 2} | 400 | confidence: must be from 0 to 1
            {"success": true, "usage_source": "guess"} | 400 | usage_source: must be one of
            {"success": true, "scores": []} | 400 | scores: must be an object
            {"success": true, "scores": {"a": "b"}} | 400 | scores.a: must be a number
            {"success": true, "scores": {"a": 1e10}} | 400 | scores.a: must be a number
            {"success": true, "scores": {"a": 1e999}} | 400 | scores.a: must be a number
            {"success": true, "scores": {"": 1}} | 400 | scores: must have names
            {"success": true, "tags": {"a": 1}} | 400 | tags.a: must be a string
            {"success": true, "tags": {"a": "\\u0000"}} | 400 | tags.a: must be a string
            {"success": true, "stages": {}} | 400 | stages: must be an array
            {"success": true, "stages": [{"name": "a"}]} | 400 | stages[0]: must have a name
            {"success": true, "stages": [7]} | 400 | stages[0]: must be a JSON object
            {"success": true, "features": 7} | 400 | features: must be an object
            """)) {
      TestClient.Reply reply = site.client.post("/api/calls", row[0]);

      assertThat(reply.status()).as(row[0] + reply.body()).isEqualTo(Integer.parseInt(row[1]));
      assertThat(reply.body()).contains(row[2]);
    }
    assertThat(site.room.count("call")).isZero();
  }

  @Test
  void aBatchIsAllOrNothingAndEveryFaultIsNamed() {
    TestClient.Reply reply =
        site.client.post(
            "/api/calls",
            """
            {"calls": [{"success": true}, {"success": 1, "id": 2}, {"success": true, "x": 1}]}
            """);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("problems").values())
        .extracting(problem -> problem.get("where").stringValue())
        .containsExactly("calls[1].id", "calls[1].success", "calls[2].x");
    assertThat(site.get("/api/calls").get("calls").isEmpty()).isTrue();
  }

  @Test
  void aBatchHasALimit() {
    String one = "{\"success\": true}";
    String tooMany = "[" + one + ("," + one).repeat(10_000) + "]";
    String bad = "[{}" + ",{}".repeat(9_999) + "]";

    TestClient.Reply large = site.client.post("/api/calls", tooMany);
    TestClient.Reply faulty = site.client.post("/api/calls", bad);

    assertThat(large.status()).isEqualTo(413);
    assertThat(large.body()).contains("the batch holds 10001 records");
    assertThat(faulty.status()).isEqualTo(400);
    assertThat(faulty.json().get("problems").size()).isEqualTo(1_000);
    assertThat(faulty.body()).contains("and 9990 more");
  }

  @Test
  void listsTheNewestFirstAndPagesWithoutRepeatingOrMissing() {
    StringBuilder batch = new StringBuilder();
    for (int i = 0; i < 57; i++) {
      String time = "2026-11-21T07:%02d:00Z".formatted(i / 3 * 2);
      batch.append(
          "%s{\"id\": \"c%02d\", \"success\": true, \"time\": \"%s\"}"
              .formatted(i == 0 ? "" : ",", i, time));
    }
    site.post("/api/calls", "[" + batch + "]");

    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      JsonNode page = site.get("/api/calls?limit=10" + token);
      page.get("calls").forEach(call -> seen.add(call.get("id").stringValue()));
      JsonNode next = page.get("next_page_token");
      token = next.isNull() ? null : "&page_token=" + next.stringValue();
    } while (token != null);

    List<String> expected = new ArrayList<>();
    for (int i = 56; i >= 0; i--) {
      expected.add("c%02d".formatted(i));
    }
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void filtersByWhatACallSays() {
    site.post(
        "/api/calls",
        """
        [{"id": "a", "success": true, "time": "2026-11-21T07:00:00Z", "version": "1.0.0",
          "experiment": "trial", "variant": "control", "provider": "openai", "model": "gpt-4o",
          "latency_ms": 1, "tags": {"persona": "nurse"}},
         {"id": "b", "success": false, "time": "2026-11-21T07:01:00Z", "version": "1.0.0",
          "error_type": "timeout", "model": "gpt-4o", "latency_ms": 500,
          "tags": {"persona": "nurses"}},
         {"id": "c", "success": true, "time": "2026-11-21T07:02:00Z", "version": "2.0.0",
          "experiment": "trial", "variant": "treatment", "tags": {"note": "a\\": b"}},
         {"id": "d", "success": true, "time": "2026-11-21T07:03:00Z", "kind": "model",
          "asset": "m", "version": "3"},
         {"id": "e", "success": false, "time": "2026-11-21T07:04:00Z"},
         {"id": "f", "outcome": "interrupted", "time": "2026-11-21T07:05:00Z",
          "asset": "extraction"}]
        """);

    for (String[] row :
        Tables.rows(
            """
            asset=extraction | a b c f
            asset=extraction&version=1.0.0 | a b
            asset=extraction&version=v1.0.0&success=false | b
            version=v1.0.0 | a b
            kind=model | d
            kind=Model&asset=m&version=3 | d
            experiment=trial | a c
            experiment=trial&variant=control | a
            success=true | a c d
            success=false | b e
            outcome=interrupted | f
            error_type=timeout | b
            error_type=timeout&asset=other |
            provider=openai | a
            model=gpt-4o | a b
            min_latency_ms=500 | b
            min_latency_ms=0.5 | a b
            tag.persona=nurse | a
            tag.persona=nurse&tag.tenant=x |
            tag.Persona=nurse |
            tag.note=a%22:%20b | c
            from=2026-11-21T07:02:00Z | c d e f
            to=2026-11-21T07:02:00Z | a b
            from=2026-11-21T07:01:00Z&to=2026-11-21T07:03:00Z | b c
            asset=nobody |
            """)) {
      List<String> found = new ArrayList<>();
      site.get("/api/calls?" + row[0])
          .get("calls")
          .forEach(call -> found.addFirst(call.get("id").stringValue()));

      assertThat(String.join(" ", found)).as(row[0]).isEqualTo(row[1]);
    }
  }

  @Test
  void refusesQuestionsThatMakeNoSense() {
    for (String[] row :
        Tables.rows(
            """
            /api/calls/nobody | 404 | there is no call nobody
            /api/calls?limit=0 | 400 | limit must be from 1 to 1000
            /api/calls?page_token=x | 400 | page_token is not one of ours
            /api/calls?page_token=MTI | 400 | page_token is not one of ours
            /api/calls?success=maybe | 400 | success must be true or false
            /api/calls?outcome=maybe | 400 | outcome is not known
            /api/calls?success=true&outcome=success | 400 | given both
            /api/calls?min_latency_ms=slow | 400 | min_latency_ms is not a number
            /api/calls?min_latency_ms=NaN | 400 | min_latency_ms is not a number
            /api/calls?from=now | 400 | from is not a time
            """)) {
      TestClient.Reply reply = site.client.get(row[0]);

      assertThat(reply.status()).as(row[0] + reply.body()).isEqualTo(Integer.parseInt(row[1]));
      assertThat(reply.body()).contains(row[2]);
    }
  }
}
