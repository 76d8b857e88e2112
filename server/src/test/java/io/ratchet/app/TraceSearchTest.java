// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Traces are found by what they are, what they hold and what was said of them. */
@ParameterizedClass
@EnumSource(Engine.class)
final class TraceSearchTest {
  private final RunningApp app;
  private final TraceClient client;

  TraceSearchTest(Engine engine) {
    app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
    client = new TraceClient(app.port(), app.key());
    client.makeGroups(2);
  }

  @BeforeEach
  void keepTraces() {
    client.start(
        "tr-a",
        "1",
        """
        , "execution_duration": "0.1s", "state": "OK", "client_request_id": "req-1",
          "tags": {"mlflow.traceName": "answer", "env": "prod", "Team": "blue"},
          "trace_metadata": {"mlflow.trace.session": "s-1", "mlflow.sourceRun": "run7"},
          "request_preview": "what is a ratchet"
        """);
    client.start(
        "tr-b",
        "1",
        """
        , "execution_duration": "2s", "state": "ERROR", "tags": {"mlflow.traceName": "Answer",
          "env": "test"}, "trace_metadata": {"mlflow.trace.session": "s-2"}
        """);
    client.start(
        "tr-c", "1", ", \"tags\": {\"env\": \"prod\", \"long\": \"" + "x".repeat(300) + "\"}");
    client.start("tr-d", "2", ", \"execution_duration\": \"7s\", \"tags\": {\"env\": \"prod\"}");
    String span = "00000000000000a1";
    client.spans(
        "1",
        """
        [{"traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "%s", "name": "ask model",
          "startTimeUnixNano": "1767225604000000000", "endTimeUnixNano": "1767225605000000000",
          "attributes": [{"key": "mlflow.spanType", "value": {"stringValue": "\\"LLM\\""}},
            {"key": "model", "value": {"stringValue": "small"}},
            {"key": "tokens", "value": {"intValue": "12"}}],
          "status": {"code": 2}}]
        """
            .formatted(span));
    client.json(
        "POST",
        "/api/3.0/mlflow/traces/tr-a/assessments",
        """
        {"assessment": {"assessment_name": "helpful", "source": {"source_type": "HUMAN"},
          "feedback": {"value": "yes"}}}
        """);
    client.json(
        "POST",
        "/api/3.0/mlflow/traces/tr-b/assessments",
        """
        {"assessment": {"assessment_name": "helpful", "source": {"source_type": "CODE"},
          "expectation": {"value": 5}}}
        """);
    client.json(
        "POST",
        "/api/2.0/mlflow/traces/link-prompts",
        """
        {"trace_id": "tr-a", "prompt_versions": [{"name": "greet", "version": "4"}]}
        """);
  }

  @AfterEach
  void close() {
    client.close();
    app.close();
  }

  private static final String SPANS = "tr-0af7651916cd43dd8448eb211c80319c";

  private List<String> found(String filter, String... orderBy) {
    return ids(search("1", filter, 100, null, orderBy));
  }

  private static List<String> ids(JsonNode answer) {
    return answer
        .path("traces")
        .valueStream()
        .map(t -> t.required("trace_id").stringValue())
        .toList();
  }

  private JsonNode search(
      String group, String filter, int limit, @Nullable String token, String... orderBy) {
    ObjectNode body = Json.object().put("filter", filter).put("max_results", limit);
    body.putArray("locations")
        .addObject()
        .put("type", "MLFLOW_EXPERIMENT")
        .putObject("mlflow_experiment")
        .put("experiment_id", group);
    body.set("order_by", Json.array(List.of(orderBy)));
    if (token != null) {
      body.put("page_token", token);
    }
    return client.json("POST", "/api/3.0/mlflow/traces/search", body.toString());
  }

  @Test
  void findsByAttributes() {
    assertThat(found("")).containsExactly(SPANS, "tr-c", "tr-b", "tr-a");
    assertThat(found("status = 'OK'")).containsExactly("tr-a");
    assertThat(found("attributes.status != 'OK'")).containsExactly(SPANS, "tr-c", "tr-b");
    assertThat(found("trace.name = 'answer'")).containsExactly("tr-a");
    assertThat(found("name ILIKE 'ANSW%'")).containsExactly("tr-b", "tr-a");
    assertThat(found("name RLIKE '^[aA]nsw'")).containsExactly("tr-b", "tr-a");
    assertThat(found("name IS NULL")).containsExactly("tr-c");
    assertThat(found("execution_time_ms > 100")).containsExactly(SPANS, "tr-b");
    assertThat(found("execution_time <= 100")).containsExactly("tr-a");
    assertThat(found("timestamp_ms >= 1767225602000 AND timestamp < 1767225603000"))
        .containsExactly("tr-b");
    assertThat(found("request_id = 'tr-a'")).containsExactly("tr-a");
    assertThat(found("trace_id IN ('tr-a', 'tr-d')")).containsExactly("tr-a");
    assertThat(found("client_request_id = 'req-1'")).containsExactly("tr-a");
    assertThat(found("run_id = 'run7'")).containsExactly("tr-a");
    assertThat(found("prompt = 'greet/4'")).containsExactly("tr-a");
    assertThat(found("trace.text LIKE '%ratchet%'")).containsExactly("tr-a");
  }

  @Test
  void findsByTagsAndMetadata() {
    assertThat(found("tags.env = 'prod'")).containsExactly("tr-c", "tr-a");
    assertThat(found("tag.env != 'prod'")).containsExactly("tr-b");
    assertThat(found("tags.env IS NULL")).containsExactly(SPANS);
    assertThat(found("tags.`Team` LIKE 'bl%'")).containsExactly("tr-a");
    assertThat(found("tags.long = '" + "x".repeat(300) + "'")).containsExactly("tr-c");
    assertThat(found("metadata.`mlflow.trace.session` = 's-2'")).containsExactly("tr-b");
    assertThat(found("request_metadata.`mlflow.trace.session` RLIKE 's-[12]'"))
        .containsExactly("tr-b", "tr-a");
    assertThat(found("tags.env = 'prod' AND tags.env != 'x' AND status = 'OK'"))
        .containsExactly("tr-a");
    assertThat(found("tags.env = 'test' OR run_id = 'run7'")).containsExactly("tr-b", "tr-a");
    assertThat(found("NOT (tags.env = 'prod')")).containsExactly(SPANS, "tr-b");
  }

  /** Values that are in no index, few and many traces, letters of both cases, pages. */
  @Test
  void findsTheSameWhereverTheSearchBegins() {
    String wide = "x".repeat(300);
    assertThat(found("tags.long LIKE 'xx%x'")).containsExactly("tr-c");
    assertThat(found("tags.long ILIKE '%XX%'")).containsExactly("tr-c");
    assertThat(found("tags.long != 'y'")).containsExactly("tr-c");
    assertThat(found("tags.long != '" + wide + "'")).isEmpty();
    assertThat(found("tags.long LIKE '" + wide + "'")).containsExactly("tr-c");
    assertThat(found("tags.`Team` LIKE 'Bl%'")).isEmpty();
    assertThat(found("tags.`Team` LIKE '_l_e'")).containsExactly("tr-a");
    assertThat(found("tags.`Team` LIKE 'blue%'")).containsExactly("tr-a");
    assertThat(found("tags.env LIKE 'p%' AND tags.env != 'prod'")).isEmpty();
    assertThat(found("tags.env LIKE 'p%' AND client_request_id = 'req-1'")).containsExactly("tr-a");
    assertThat(found("metadata.`mlflow.trace.session` LIKE 's-%'")).containsExactly("tr-b", "tr-a");
    assertThat(found("tags.env LIKE '%r%' AND name RLIKE '^ans'")).containsExactly("tr-a");
    assertThat(found("NOT (tags.env LIKE 'p%')")).containsExactly(SPANS, "tr-b");
    JsonNode first = search("1", "tags.env LIKE '%r%'", 1, null);
    assertThat(ids(first)).containsExactly("tr-c");
    String token = first.path("next_page_token").stringValue();
    assertThat(ids(search("1", "tags.env LIKE '%r%'", 1, token))).containsExactly("tr-a");
  }

  @Test
  void findsBySpansAndWhatWasSaid() {
    assertThat(found("span.name = 'ask model'")).containsExactly(SPANS);
    assertThat(found("span.type = 'LLM' AND span.status = 'ERROR'")).containsExactly(SPANS);
    assertThat(found("span.attributes.model = 'small'")).containsExactly(SPANS);
    assertThat(found("span.attributes.tokens = '12'")).containsExactly(SPANS);
    assertThat(found("span.attributes.model RLIKE '^sm'")).containsExactly(SPANS);
    assertThat(found("span.content LIKE '%mall%'")).containsExactly(SPANS);
    assertThat(found("span.type = 'AGENT'")).isEmpty();
    assertThat(found("feedback.helpful = 'yes'")).containsExactly("tr-a");
    assertThat(found("expectation.helpful = '5'")).containsExactly("tr-b");
    assertThat(found("feedback.helpful IS NOT NULL")).containsExactly("tr-a");
  }

  @Test
  void ordersAndPages() {
    assertThat(found("", "timestamp_ms ASC")).containsExactly("tr-a", "tr-b", "tr-c", SPANS);
    assertThat(found("", "execution_time_ms DESC")).containsExactly("tr-b", SPANS, "tr-a", "tr-c");
    assertThat(found("", "attributes.name ASC", "timestamp DESC")).endsWith("tr-c");
    for (String order :
        new String[] {
          "timestamp DESC",
          "timestamp ASC",
          "execution_time_ms ASC",
          "name DESC",
          "status ASC",
          "run_id ASC"
        }) {
      List<String> paged = new ArrayList<>();
      String token = null;
      do {
        JsonNode page = search("1", "", 1, token, order);
        assertThat(page.required("traces").size()).isEqualTo(1);
        paged.addAll(ids(page));
        token = page.path("next_page_token").asString(null);
      } while (token != null);
      assertThat(paged).as(order).isEqualTo(found("", order)).hasSize(4);
    }
    JsonNode pattern = search("1", "name RLIKE 'nswer'", 1, null);
    assertThat(ids(pattern)).containsExactly("tr-b");
    String token = pattern.required("next_page_token").stringValue();
    assertThat(ids(search("1", "name RLIKE 'nswer'", 1, token))).containsExactly("tr-a");
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    String begin = "{\"experiment_ids\": [\"1\"], ";
    for (String wrong :
        new String[] {
          "{}",
          begin + "\"filter\": \"status ~ 'x'\"}",
          begin + "\"filter\": \"dog = 'x'\"}",
          begin + "\"filter\": \"tags.a = \"}",
          begin + "\"order_by\": [\"dog\"]}",
          begin + "\"order_by\": [\"tags.a\"]}",
          begin + "\"max_results\": 501}",
          begin + "\"max_results\": 0}",
          begin + "\"page_token\": \"dog\"}",
          begin + "\"page_token\": \"WzEsMiwzXQ\"}",
          "{\"locations\": [{}]}",
          "{\"locations\": 7}",
          begin + "\"filter\": 7}"
        }) {
      assertThat(client.send("POST", "/api/3.0/mlflow/traces/search", wrong).status())
          .as(wrong)
          .isEqualTo(400);
    }
  }
}
