// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.app.TrackingClient.Reply;
import io.ratchet.base.Json;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What searches find, in which order, page by page. */
@ParameterizedClass
@EnumSource(Engine.class)
final class RunSearchTest {
  private static final Map<Engine, Site> SITES = new EnumMap<>(Engine.class);

  /** A server with the run of the captured answers. */
  private record Site(RunningApp app, TrackingClient client, String captured) {

    static Site start(Engine engine) {
      RunningApp app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
      TrackingClient client = new TrackingClient(app);
      client.group("one");
      client.group("two");
      return new Site(app, client, captured(client));
    }

    private static String captured(TrackingClient client) {
      String group = client.group("captured");
      String run =
          client
              .post(
                  "runs/create",
                  """
                  {'experiment_id': '%s', 'user_id': 'u', 'start_time': 1234, 'run_name': 'newname',
                   'tags': [{'key': 'mlflow.user', 'value': 'u'}, {'key': 't', 'value': 'v'}]}
                  """
                      .formatted(group))
              .json()
              .at("/run/info/run_id")
              .stringValue();
      client.post(
          "runs/log-batch",
          """
          {'run_id': '%s', 'params': [{'key': 'p', 'value': '1'}], 'metrics': [
            {'key': 'm', 'value': 1.5, 'timestamp': 10, 'step': 1},
            {'key': 'm', 'value': 'NaN', 'timestamp': 11, 'step': 2},
            {'key': 'b', 'value': 2, 'timestamp': 1}]}
          """
              .formatted(run));
      return group;
    }
  }

  private final Site site;

  RunSearchTest(Engine engine) {
    site = SITES.computeIfAbsent(engine, Site::start);
  }

  @AfterAll
  static void close() {
    SITES.values().forEach(site -> site.app().close());
    SITES.clear();
  }

  private int found(String filter) {
    Reply reply = site.client().search(List.of(site.captured()), filter, List.of(), "{}");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json().path("runs").size();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metrics.b = 2",
        "params.p = '1'",
        "params.p LIKE '%'",
        "tags.t = 'v'",
        "tags.`mlflow.user` = 'u'",
        "tag.\"mlflow.user\" = 'u'",
        "attributes.status = 'RUNNING'",
        "attribute.run_name ILIKE 'NEW%'",
        "start_time > 0",
        "created > 0",
        "params.nope IS NULL",
        "params.p IS NOT NULL",
        "params.p = '1' and tags.t = 'v'",
        "params.p = \"1\"",
        "user_id = 'u'",
        "metrics.`b` >= 1.0e0",
        "params.'p' = '1'",
        "metrics.m != 5",
        "run_name = 'newname'",
        "params.p = '2' OR tags.t = 'v'",
        "NOT params.p = '2'",
        "NOT (params.p = '2' OR metrics.nope > 1)",
        "(params.p = '1')",
        "params.p IN ('1', '2')",
        "attributes.status IN ('RUNNING')",
        "dataset.name IS NULL",
        "",
      })
  void findsTheRun(String filter) {
    assertThat(found(filter)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metrics.m > 0",
        "metrics.m > -1",
        "artifact_uri = 'x'",
        "attributes.end_time > 0",
        "dataset.name = 'x'",
        "params.p = 'it''s'",
        "params.nope != '1'",
        "run_id IN ('a', 'b')",
        "run_name = 'other'",
        "tags.t = 'v' AND metrics.b > 2",
      })
  void doesNotFindTheRun(String filter) {
    assertThat(found(filter)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "params.p = 1 | Expected a quoted string value for parameter (e.g. 'my-value'). Got value 1",
        "metrics.m > 'a' | Expected numeric value type for metric. Found 'a'",
        "bogus.x = '1' | Invalid entity type 'bogus'.",
        "params.p | Invalid clause(s) in filter string: 'params.p'",
        "lifecycle_stage = 'active' | Invalid attribute key 'lifecycle_stage' specified.",
      })
  void refusesFiltersInTheWordsOfTheOriginal(String filter, String message) {
    Reply refused = site.client().search(List.of("0"), filter, List.of(), "{}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).startsWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'max_results': 0} | Invalid value 0 for parameter 'max_results' supplied. It must be a positive integer",
        "{'max_results': 50001} | Invalid value 50001 for parameter 'max_results' supplied.",
        "{'page_token': 'bogus!'} | Invalid page token, could not base64-decode",
        "{'page_token': 'eyJvZmZzZXQiOiAxfQ=='} | Invalid page token, could not base64-decode",
        "{'experiment_ids': ['abc']} | Invalid experiment ID 'abc'. Experiment ID must be a valid integer.",
        "{'order_by': ['metrics.m foo']} | Invalid ordering key in order_by clause 'metrics.m foo'.",
        "{'order_by': ['metrics.m', 'metrics.m']} | ```order_by`` contains duplicate fields: ['metrics.m', 'metrics.m']`",
        "{'fields': ['nope']} | Invalid field 'nope'.",
      })
  void refusesRequestsInTheWordsOfTheOriginal(String more, String message) {
    Reply refused = site.client().search(List.of("0"), "", List.of(), more);
    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.message()).startsWith(message);
  }

  @Test
  void nothingToSearchInIsNothing() {
    for (String body : List.of("{}", "{'experiment_ids': []}", "{'experiment_ids': ['99999']}")) {
      assertThat(site.client().post("runs/search", body).body()).isEqualTo("{}");
    }
    assertThat(
            site.client()
                .post("runs/search", "{'experiment_ids': ['99999'], 'count': true}")
                .body())
        .isEqualTo("{\"total_count\":0}");
  }

  @Test
  void answersOnlyWhatIsAskedForAndCounts() {
    Reply reply =
        site.client()
            .search(
                List.of(site.captured()),
                "params.p = '1'",
                List.of(),
                "{'fields': ['metrics.b', 'params'], 'count': true}");
    JsonNode run = reply.json().at("/runs/0");
    assertThat(run.path("data").toString())
        .isEqualTo(
            "{\"metrics\":[{\"key\":\"b\",\"value\":2.0,\"timestamp\":1,\"step\":0}],"
                + "\"params\":[{\"key\":\"p\",\"value\":\"1\"}]}");
    assertThat(run.path("info").propertyNames()).containsExactly("run_id");
    assertThat(reply.json().path("total_count").longValue()).isEqualTo(1);
  }

  @Test
  void deletedRunsAreFoundWhereTheyAreAskedFor() {
    String group = site.client().group("deletion");
    String kept = site.client().run(group);
    String deleted = site.client().run(group);
    site.client().post("runs/delete", "{'run_id': '" + deleted + "'}");
    List<String> one = List.of(group);
    assertThat(site.client().search(one, "", List.of(), "{}").body())
        .contains(kept)
        .doesNotContain(deleted);
    assertThat(site.client().search(one, "", List.of(), "{'run_view_type': 'DELETED_ONLY'}").body())
        .contains(deleted)
        .doesNotContain(kept);
    assertThat(site.client().search(one, "", List.of(), "{'run_view_type': 3}").body())
        .contains(kept, deleted);
    try (TrackingClient other = new TrackingClient(site.app(), "X-MLFLOW-WORKSPACE", "blue")) {
      assertThat(other.post("runs/search", "{'experiment_ids': ['" + group + "']}").body())
          .isEqualTo("{}");
    }
  }

  @Test
  void groupsAreFoundByNameTagAndTime() {
    TrackingClient client = site.client();
    assertThat(client.post("experiments/search", "{}").message())
        .isEqualTo(
            "Invalid value 0 for parameter 'max_results' supplied. It must be a positive integer");
    assertThat(client.post("experiments/search", "{'max_results': 50001}").message())
        .isEqualTo(
            "Invalid value 50001 for parameter 'max_results' supplied. It must be at most 50000");
    client.post(
        "experiments/set-experiment-tag",
        "{'experiment_id': '%s', 'key': 'k', 'value': 'v'}".formatted(site.captured()));
    JsonNode tagged =
        client
            .send("POST", "experiments/search", body("tags.k = 'v'", "[]", 5))
            .json()
            .path("experiments");
    assertThat(tagged.size()).isEqualTo(1);
    assertThat(tagged.at("/0/tags/0/value").stringValue()).isEqualTo("v");
    assertThat(names(body("name LIKE 'o%' OR name IN ('two')", "['name DESC']", 5)))
        .containsExactly("two", "one");
    assertThat(names(body("attribute.name = 'two'", "[]", 5))).containsExactly("two");
    assertThat(client.get("experiments/search?max_results=1&view_type=ACTIVE_ONLY").body())
        .contains("next_page_token");
    List<String> all = new ArrayList<>();
    String token = "";
    do {
      JsonNode page =
          client
              .post(
                  "experiments/search",
                  "{'max_results': 1, 'order_by': ['name']"
                      + (token.isEmpty() ? "}" : ", 'page_token': '" + token + "'}"))
              .json();
      all.add(page.at("/experiments/0/name").stringValue());
      token = page.path("next_page_token").asString("");
    } while (!token.isEmpty());
    assertThat(all).isSorted().contains("Default", "captured", "one", "two");
    assertThat(client.send("POST", "experiments/search", body("foo = 'v'", "[]", 5)).message())
        .startsWith("Invalid attribute key 'foo' specified.");
  }

  private static String body(String filter, String order, int limit) {
    return Json.object()
        .put("filter", filter)
        .put("max_results", limit)
        .set("order_by", Json.parse(order.replace('\'', '"')))
        .toString();
  }

  private List<String> names(String body) {
    Reply reply = site.client().send("POST", "experiments/search", body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    List<String> names = new ArrayList<>();
    reply.json().path("experiments").forEach(one -> names.add(one.path("name").stringValue()));
    return names;
  }
}
