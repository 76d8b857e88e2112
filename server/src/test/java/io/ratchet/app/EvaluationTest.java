// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.app.TrackingClient.Reply;
import io.ratchet.base.Json;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Evaluation datasets and scorers as MLflow's clients use them. */
@ParameterizedClass
@EnumSource(Engine.class)
final class EvaluationTest {
  private static final Map<Engine, RunningApp> APPS = new EnumMap<>(Engine.class);
  private static final String ROOT = "/api/3.0/mlflow/";

  private final TrackingClient client;
  private final String group;

  EvaluationTest(Engine engine) {
    client =
        new TrackingClient(
            APPS.computeIfAbsent(
                engine, one -> RunningApp.start(Map.of("storage.url", Databases.url(one)))));
    group = client.group("group " + System.identityHashCode(client));
  }

  @AfterEach
  void hangUp() {
    client.close();
  }

  @AfterAll
  static void close() {
    APPS.values().forEach(RunningApp::close);
    APPS.clear();
  }

  private Reply send(String method, String path, ObjectNode body) {
    return client.send(method, ROOT + path, Json.text(body));
  }

  private JsonNode done(String method, String path, ObjectNode body) {
    Reply reply = send(method, path, body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private JsonNode read(String path) {
    Reply reply = client.get(ROOT + path);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private JsonNode dataset(String name) {
    ObjectNode body = Json.object().put("name", name).put("tags", "{\"a\":\"b\"}");
    body.putArray("experiment_ids").add(group);
    return done("POST", "datasets/create", body).path("dataset");
  }

  private static ObjectNode records(String json) {
    return Json.object().put("records", json.replace('\'', '"'));
  }

  private JsonNode upsert(String id, String json) {
    return done("POST", "datasets/" + id + "/records", records(json));
  }

  @Test
  void makesADatasetAsTheOriginalDoes() {
    JsonNode dataset = dataset("ds1");
    assertThat(dataset.path("dataset_id").stringValue()).matches("d-[0-9a-f]{32}");
    assertThat(dataset.path("name").stringValue()).isEqualTo("ds1");
    assertThat(Json.parse(dataset.path("tags").stringValue()).path("a").stringValue())
        .isEqualTo("b");
    assertThat(dataset.path("digest").stringValue()).matches("[0-9a-f]{8}");
    assertThat(dataset.path("created_time").isIntegralNumber()).isTrue();
    assertThat(dataset.path("experiment_ids").values())
        .extracting(JsonNode::stringValue)
        .containsExactly(group);
    assertThat(dataset.has("schema") || dataset.has("created_by")).isFalse();
    String id = dataset.path("dataset_id").stringValue();
    assertThat(read("datasets/" + id).path("dataset")).isEqualTo(dataset);
    assertThat(client.get("/ajax-api/3.0/mlflow/datasets/" + id).status()).isEqualTo(200);
  }

  @Test
  void mergesRecordsWithTheSameInputs() {
    String id = dataset("merged").path("dataset_id").stringValue();
    JsonNode first =
        upsert(
            id,
            """
            [{'inputs': {'q': 'a', 'n': 1}, 'expectations': {'x': 1}, 'tags': {'t': '1'},
              'source': {'source_type': 'TRACE', 'source_data': {'trace_id': 'tr-1'}}},
             {'inputs': {'q': 'b'}, 'outputs': 'text'},
             {'inputs': {'q': 'b'}}]
            """);
    assertThat(first.path("inserted_count").intValue()).isEqualTo(2);
    assertThat(first.path("updated_count").intValue()).isEqualTo(1);
    JsonNode second =
        upsert(
            id,
            "[{'inputs': {'n': 1, 'q': 'a'}, 'expectations': {'y': 2.5}, 'outputs': {'o': true}}]");
    assertThat(second.path("inserted_count").intValue()).isEqualTo(0);
    assertThat(second.path("updated_count").intValue()).isEqualTo(1);

    JsonNode list = Json.parse(read("datasets/" + id + "/records").path("records").stringValue());
    assertThat(list.size()).isEqualTo(2);
    JsonNode merged = list.required(0);
    assertThat(merged.path("dataset_record_id").stringValue()).startsWith("dr-");
    assertThat(merged.path("dataset_id").stringValue()).isEqualTo(id);
    assertThat(merged.path("inputs")).isEqualTo(Json.parse("{\"q\":\"a\",\"n\":1}"));
    assertThat(merged.path("expectations")).isEqualTo(Json.parse("{\"x\":1,\"y\":2.5}"));
    assertThat(merged.path("outputs")).isEqualTo(Json.parse("{\"o\":true}"));
    assertThat(merged.path("tags")).isEqualTo(Json.parse("{\"t\":\"1\"}"));
    assertThat(merged.path("source_type").stringValue()).isEqualTo("TRACE");
    assertThat(merged.path("source_id").stringValue()).isEqualTo("tr-1");
    assertThat(list.required(1).path("outputs").stringValue()).isEqualTo("text");

    JsonNode dataset = read("datasets/" + id).path("dataset");
    assertThat(Json.parse(dataset.path("schema").stringValue()))
        .isEqualTo(
            Json.parse(
                """
                {"version": "1.0", "inputs": {"q": "string", "n": "integer"},
                 "expectations": {"x": "integer", "y": "float"}, "outputs": {"o": "boolean"}}
                """));
    assertThat(dataset.path("profile").stringValue()).isEqualTo("{\"num_records\":2}");
  }

  @Test
  void pagesAndForgetsRecords() {
    String id = dataset("paged").path("dataset_id").stringValue();
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < 25; i++) {
      json.append(i == 0 ? "" : ",").append("{'inputs': {'i': ").append(i).append("}}");
    }
    upsert(id, json.append("]").toString());
    List<String> ids = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      JsonNode page = read("datasets/" + id + "/records?max_results=10&page_token=" + token);
      Json.parse(page.path("records").stringValue())
          .values()
          .forEach(record -> ids.add(record.path("dataset_record_id").stringValue()));
      token = page.path("next_page_token").asString("");
      pages++;
    } while (!token.isEmpty());
    assertThat(pages).isEqualTo(3);
    assertThat(new HashSet<>(ids)).hasSize(25);

    ObjectNode body = Json.object();
    body.putArray("dataset_record_ids").add(ids.get(3)).add(ids.get(4)).add("dr-unknown");
    assertThat(done("DELETE", "datasets/" + id + "/records", body).path("deleted_count").intValue())
        .isEqualTo(2);
    assertThat(read("datasets/" + id).at("/dataset/profile").stringValue())
        .isEqualTo("{\"num_records\":23}");
  }

  @Test
  void changesTagsAndGroups() {
    JsonNode before = dataset("tagged");
    String id = before.path("dataset_id").stringValue();
    JsonNode tagged =
        done(
            "PATCH",
            "datasets/" + id + "/tags",
            Json.object().put("tags", "{\"a\": null, \"n\": 5, \"c\": \"d\"}"));
    assertThat(tagged.at("/dataset/tags").stringValue()).isEqualTo("{\"c\":\"d\",\"n\":\"5\"}");
    assertThat(done("DELETE", "datasets/" + id + "/tags/c", Json.object()).size()).isEqualTo(0);
    assertThat(read("datasets/" + id).at("/dataset/tags").stringValue()).isEqualTo("{\"n\":\"5\"}");

    String other = client.group("other " + id);
    ObjectNode both = Json.object();
    both.putArray("experiment_ids").add(other).add(group);
    assertThat(
            done("POST", "datasets/" + id + "/add-experiments", both)
                .at("/dataset/experiment_ids")
                .size())
        .isEqualTo(2);
    ObjectNode one = Json.object();
    one.putArray("experiment_ids").add(group);
    done("POST", "datasets/" + id + "/remove-experiments", one);
    assertThat(read("datasets/" + id + "/experiment-ids").path("experiment_ids").values())
        .extracting(JsonNode::stringValue)
        .containsExactly(other);
    ObjectNode unknown = Json.object();
    unknown.putArray("experiment_ids").add("99999999");
    assertThat(send("POST", "datasets/" + id + "/add-experiments", unknown).status())
        .isEqualTo(404);
  }

  @Test
  void findsDatasetsByGroupFilterAndOrder() {
    for (String name : List.of("s_b", "s_a", "S_C")) {
      dataset(name);
    }
    assertThat(found("order_by=name", "")).containsExactly("S_C", "s_a", "s_b");
    assertThat(found("", "name LIKE 's_%'")).containsExactlyInAnyOrder("s_a", "s_b");
    assertThat(found("", "name ILIKE 's_%' AND tags.a = 'b'")).hasSize(3);
    assertThat(found("", "name = 's_a' OR NOT tags.a = 'b'")).containsExactly("s_a");
    assertThat(found("", "created_time > 0")).hasSize(3);
    assertThat(found("max_results=2&order_by=name+DESC", "")).containsExactly("s_b", "s_a");
    ObjectNode posted = Json.object().put("max_results", 2);
    posted.putArray("experiment_ids").add(group);
    posted.putArray("order_by").add("name");
    JsonNode page = done("POST", "datasets/search", posted);
    posted.set("page_token", page.required("next_page_token"));
    JsonNode rest = done("POST", "datasets/search", posted);
    assertThat(rest.at("/datasets/0/name").stringValue()).isEqualTo("s_b");
    assertThat(rest.has("next_page_token")).isFalse();
    assertThat(
            new TrackingClient(APPS.values().iterator().next(), "x-mlflow-workspace", "elsewhere")
                .get(ROOT + "datasets/search")
                .json()
                .size())
        .isEqualTo(0);
  }

  private List<String> found(String more, String filter) {
    String query =
        "experiment_ids="
            + group
            + "&filter_string="
            + TrackingClient.encoded(filter)
            + (more.isEmpty() ? "" : "&" + more);
    return read("datasets/search?" + query).path("datasets").values().stream()
        .map(dataset -> dataset.path("name").stringValue())
        .toList();
  }

  @Test
  void forgetsADatasetWhole() {
    String id = dataset("gone").path("dataset_id").stringValue();
    upsert(id, "[{'inputs': {}}]");
    assertThat(done("DELETE", "datasets/" + id, Json.object()).size()).isEqualTo(0);
    Reply missing = client.get(ROOT + "datasets/" + id);
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.code()).isEqualTo("RESOURCE_DOES_NOT_EXIST");
    assertThat(client.get(ROOT + "datasets/" + id + "/records").status()).isEqualTo(404);
    assertThat(send("DELETE", "datasets/" + id, Json.object()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not json | it is not valid JSON",
        "{} | it must be a JSON list of records",
        "[1] | Invalid value 1 for parameter 'records[0]'",
        "[{}] | Each record must have 'inputs'",
        "[{\"inputs\": 5}] | Invalid value 5 for parameter 'records[0].inputs'",
        "[{\"inputs\": {\"a\": NaN}}] | it is not valid JSON",
        "[{\"inputs\": {\"a\": \"\\ud800\"}}] | half of a surrogate pair",
        "[{\"inputs\": {}, \"source\": {\"source_type\": \"X\"}}] | Valid values are",
        "[{\"inputs\": {}, \"tags\": []}] | for parameter 'records[0].tags'",
      })
  void refusesRecordsThatAreNone(String records, String words) {
    String id = dataset("faulty").path("dataset_id").stringValue();
    Reply refused =
        send(
            "POST",
            "datasets/" + id + "/records",
            Json.object()
                .put("records", "[{\"inputs\":{\"good\":1}}]".equals(records) ? "" : records));
    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.message()).contains(words);
    assertThat(read("datasets/" + id + "/records").path("records").stringValue()).isEqualTo("[]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "POST | datasets/create | {}",
        "POST | datasets/create | {'name': 5}",
        "POST | datasets/create | {'name': 'x', 'tags': '[1]'}",
        "POST | datasets/create | {'name': 'x', 'tags': {'a': 1}}",
        "POST | datasets/create | {'name': 'x', 'experiment_ids': 'a'}",
        "POST | datasets/create | {'name': 'x', 'experiment_ids': ['a\\u0000']}",
        "POST | datasets/create | {'name': 'a\\u0000b'}",
        "POST | datasets/create | {'name': 'x', 'tags': '{\\'\\\\u0000\\': 1}'}",
        "POST | datasets/search | {'max_results': -1}",
        "POST | datasets/search | {'max_results': 1001}",
        "POST | datasets/search | {'page_token': 'bogus'}",
        "POST | datasets/search | {'filter_string': 'foo = 1'}",
        "POST | datasets/search | {'order_by': ['foo']}",
        "POST | datasets/search | {'experiment_ids': ['\\ud800']}",
        "GET | datasets/d-1%00 | ",
        "PATCH | datasets/d-1/tags | {}",
        "DELETE | datasets/d-1/tags/%00 | {}",
        "DELETE | datasets/d-1/records | {'dataset_record_ids': [1]}",
        "POST | scorers/register | {'experiment_id': '0', 'name': ''}",
        "POST | scorers/register | {'experiment_id': 'x', 'name': 's', 'serialized_scorer': '{}'}",
        "POST | scorers/register | {'experiment_id': '0', 'name': 's\\u0000', 'serialized_scorer': '{}'}",
        "GET | scorers/list | ",
        "GET | scorers/get?experiment_id=0&name=nope | ",
        "GET | scorers/get?experiment_id=0&name=s&version=0 | ",
        "GET | scorers/get?experiment_id=0&name=s&version=99999999999999999999 | ",
        "DELETE | scorers/delete | {'experiment_id': '0', 'name': 'nope'}",
      })
  void refusesWhatIsWrongWithoutAFaultOfItsOwn(
      String method, String path, @org.jspecify.annotations.Nullable String body) {
    Reply refused = client.send(method, ROOT + path, body == null ? null : body.replace('\'', '"'));
    assertThat(refused.status()).as(refused.body()).isBetween(400, 404);
    assertThat(refused.code()).isNotEmpty();
  }

  @Test
  void losesNothingWhereManyWriteAtOnce() throws Exception {
    String id = dataset("busy").path("dataset_id").stringValue();
    Set<Integer> versions = new HashSet<>();
    int inserted = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<List<Integer>>> replies = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        int number = i;
        replies.add(
            threads.submit(() ->
                List.of(
                    upsert(
                            id,
                            "[{'inputs': {'i': %d}}, {'inputs': {'shared': 1}, 'tags': {'t%d': 1}}]"
                                .formatted(number, number))
                        .path("inserted_count")
                        .intValue(),
                    done(
                            "POST",
                            "scorers/register",
                            Json.object()
                                .put("experiment_id", group)
                                .put("name", "busy")
                                .put("serialized_scorer", "{}"))
                        .path("version")
                        .intValue())));
      }
      for (Future<List<Integer>> reply : replies) {
        inserted += reply.get().getFirst();
        versions.add(reply.get().getLast());
      }
    }
    assertThat(inserted).isEqualTo(25);
    assertThat(versions).hasSize(24);
    ArrayNode records =
        (ArrayNode) Json.parse(read("datasets/" + id + "/records").path("records").stringValue());
    assertThat(records.size()).isEqualTo(25);
    assertThat(records.values())
        .filteredOn(record -> record.path("inputs").has("shared"))
        .singleElement()
        .satisfies(record -> assertThat(record.path("tags").size()).isEqualTo(24));
  }
}
