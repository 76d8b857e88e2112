// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.app.TrackingClient.Reply;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Metrics, parameters and tags: what is taken, what is refused, and what is read afterwards. */
@ParameterizedClass
@EnumSource(Engine.class)
final class LoggingTest {
  private static final Map<Engine, RunningApp> APPS = new EnumMap<>(Engine.class);

  private final TrackingClient client;
  private final String run;

  LoggingTest(Engine engine) {
    RunningApp app =
        APPS.computeIfAbsent(
            engine, one -> RunningApp.start(Map.of("storage.url", Databases.url(one))));
    client = new TrackingClient(app);
    run = client.run("0");
  }

  @AfterAll
  static void close() {
    APPS.values().forEach(RunningApp::close);
    APPS.clear();
  }

  private Reply log(String verb, String fields) {
    return client.post("runs/" + verb, "{'run_uuid': '" + run + "', " + fields + "}");
  }

  private JsonNode data() {
    return client.get("runs/get?run_id=" + run).json().at("/run/data");
  }

  private JsonNode history(String key, String more) {
    Reply reply = client.get("metrics/get-history?run_id=" + run + "&metric_key=" + key + more);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  @Test
  void theLatestValueIsTheGreatestByStepTimeAndValue() {
    log("log-metric", "'key': 'm', 'value': 1.5, 'timestamp': 10, 'step': 1");
    log("log-metric", "'key': 'm', 'value': 'NaN', 'timestamp': 11, 'step': 2");
    log("log-metric", "'key': 'inf', 'value': 'Infinity', 'timestamp': 11, 'step': 2");
    log("log-metric", "'key': 'low', 'value': '-Infinity', 'timestamp': 11, 'step': '2'");
    log("log-metric", "'key': 'int', 'value': 3, 'timestamp': '12'");
    log(
        "log-batch",
        "'metrics': [{'key': 'b', 'value': 2, 'timestamp': 1, 'step': 0},"
            + " {'key': 'b', 'value': 1, 'timestamp': 1, 'step': 0}]");
    log("log-metric", "'key': 'm', 'value': 9, 'timestamp': 99, 'step': 0");

    assertThat(data().path("metrics").toString())
        .isEqualTo(
            "[{\"key\":\"m\",\"value\":\"NaN\",\"timestamp\":11,\"step\":2},"
                + "{\"key\":\"inf\",\"value\":1.7976931348623157E+308,\"timestamp\":11,\"step\":2},"
                + "{\"key\":\"low\",\"value\":-1.7976931348623157E+308,\"timestamp\":11,\"step\":2},"
                + "{\"key\":\"int\",\"value\":3.0,\"timestamp\":12,\"step\":0},"
                + "{\"key\":\"b\",\"value\":2.0,\"timestamp\":1,\"step\":0}]");
    assertThat(history("m", "").path("metrics").toString())
        .isEqualTo(
            "[{\"key\":\"m\",\"value\":1.5,\"timestamp\":10,\"step\":1},"
                + "{\"key\":\"m\",\"value\":\"NaN\",\"timestamp\":11,\"step\":2},"
                + "{\"key\":\"m\",\"value\":9.0,\"timestamp\":99,\"step\":0}]");
  }

  @Test
  void theSamePointTwiceIsOnePoint() {
    for (int i = 0; i < 3; i++) {
      log("log-metric", "'key': 'm', 'value': 1.5, 'timestamp': 10, 'step': 1");
    }
    assertThat(history("m", "").path("metrics").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "log-metric | 'key': 'm', 'timestamp': 11 | Missing value for required parameter 'value'.",
        "log-metric | 'key': 'm', 'value': 1 | Missing value for required parameter 'timestamp'.",
        "log-metric | 'key': 'm', 'value': 'abc', 'timestamp': 1 | Invalid value \"abc\" for parameter 'value' supplied:  Hint: Value was of type 'str'.",
        "log-metric | 'key': '../bad', 'value': 1, 'timestamp': 1 | Invalid value \"../bad\" for parameter 'name' supplied: Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '../bad'",
        "log-metric | 'key': 'a//b', 'value': 1, 'timestamp': 1 | This name would resolve to 'a/b'",
        "log-metric | 'key': '.', 'value': 1, 'timestamp': 1 | This name would resolve to '.'",
        "log-metric | 'key': '/a', 'value': 1, 'timestamp': 1 | This name would resolve to '/a'",
        "log-metric | 'key': 'a/', 'value': 1, 'timestamp': 1 | This name would resolve to 'a'",
        "log-metric | 'key': 'bad,key', 'value': 1, 'timestamp': 1 | Invalid value \"bad,key\" for parameter 'name' supplied: Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).",
        "log-metric | 'key': 'm', 'value': 1, 'timestamp': -1 | Invalid value -1 for parameter 'timestamp' supplied: metric 'm' (value=1.0). Timestamp must be a nonnegative long (64-bit integer)",
        "log-metric | 'key': 'm', 'value': 1, 'timestamp': 9223372036854775808 | Invalid value 9223372036854775808 for parameter 'timestamp'",
        "log-parameter | 'key': 'num', 'value': 5 | Invalid value 5 for parameter 'value' supplied:  Hint: Value was of type 'int'.",
        "log-parameter | 'value': 'x' | Missing value for required parameter 'key'.",
        "log-parameter | 'key': 'p', 'value': '\\ud800' | half of a surrogate pair",
        "log-batch | 'metrics': [{'key': 'b', 'value': 1}] | Missing value for required parameter 'metrics[0].timestamp'.",
        "log-batch | 'metrics': [{'key': 'b', 'timestamp': 1}] | Missing value for required parameter 'metrics[0].value'.",
        "log-batch | 'metrics': 'x' | Invalid value \"x\" for parameter 'metrics' supplied:  Hint: Value was of type 'str'.",
        "log-batch | 'metrics': [[]] | Invalid value [[]] for parameter 'metrics' supplied",
        "log-batch | 'params': [{'key': 'q', 'value': '1'}, {'key': 'q', 'value': '2'}] | Duplicate parameter keys have been submitted: ['q']. Please ensure the request contains only one param value per param key.",
        "delete-tag | 'key': 'nope' | No tag with name: nope in run with id",
      })
  void refusesInTheWordsOfTheOriginal(String verb, String fields, String message) {
    Reply refused = log(verb, fields);
    assertThat(refused.status()).as(refused.body()).isBetween(400, 404);
    assertThat(refused.message()).contains(message);
    assertThat(data().toString()).doesNotContain("metrics", "params");
  }

  @Test
  void keysAndBatchesAreBounded() {
    String key = "'key': '%s', 'value': 1, 'timestamp': 1";
    assertThat(log("log-metric", key.formatted("k".repeat(251))).message())
        .isEqualTo("'Metric name' exceeds the maximum length of 250 characters");
    assertThat(log("log-metric", key.formatted("k".repeat(250))).status()).isEqualTo(200);
    assertThat(log("log-metric", key.formatted("größe: a/b 1.0-x")).status()).isEqualTo(200);
    assertThat(batch(1001, 0, 0))
        .isEqualTo(
            "A batch logging request can contain at most 1000 metrics. Got 1001 metrics."
                + " Please split up metrics across multiple requests and try again.");
    assertThat(batch(0, 101, 0)).contains("at most 100 params. Got 101 params.");
    assertThat(batch(0, 0, 101)).contains("at most 100 tags. Got 101 tags.");
    assertThat(batch(950, 51, 0)).contains("at most 1000 metrics, params, and tags. Got 1001");
    assertThat(batch(0, 0, 0)).isEmpty();
    assertThat(batch(900, 50, 50)).isEmpty();
  }

  private String batch(int metrics, int params, int tags) {
    String fields =
        "'metrics': [%s], 'params': [%s], 'tags': [%s]"
            .formatted(
                list(metrics, "{'key': 'm%d', 'value': 1, 'timestamp': 1}"),
                list(params, "{'key': 'p%d', 'value': '1'}"),
                list(tags, "{'key': 't%d', 'value': '1'}"));
    return log("log-batch", fields).message();
  }

  private static String list(int count, String element) {
    return IntStream.range(0, count)
        .mapToObj(i -> element.formatted(i))
        .collect(Collectors.joining(", "));
  }

  @Test
  void longTextsAreCutAndTheCutTextIsTheSameAgain() {
    String big = "x".repeat(6_500);
    assertThat(log("log-parameter", "'key': 'big', 'value': '" + big + "'").status())
        .isEqualTo(200);
    assertThat(log("log-parameter", "'key': 'big', 'value': '" + big + "'").status())
        .isEqualTo(200);
    assertThat(data().at("/params/0/value").stringValue()).hasSize(6_000);
    log("set-tag", "'key': 'big', 'value': '" + "y".repeat(8_001) + "'");
    assertThat(data().at("/tags/0/value").stringValue()).hasSize(8_000);
  }

  @Test
  void aParameterNeverChangesAndABatchIsCheckedBeforeAnyOfItIsWritten() {
    log("log-parameter", "'key': 'p', 'value': '1'");
    assertThat(log("log-parameter", "'key': 'p', 'value': '1'").status()).isEqualTo(200);
    assertThat(log("log-parameter", "'key': 'empty', 'value': ''").status()).isEqualTo(200);
    Reply single = log("log-parameter", "'key': 'p', 'value': '2'");
    assertThat(single.message())
        .isEqualTo(
            "Changing param values is not allowed. Param with key='p' was already logged with"
                + " value='1' for run ID='"
                + run
                + "'. Attempted logging new value '2'.");
    Reply batch =
        log(
            "log-batch",
            "'metrics': [{'key': 'm', 'value': 1, 'timestamp': 1}],"
                + " 'params': [{'key': 'q', 'value': '1'}, {'key': 'p', 'value': '77'}],"
                + " 'tags': [{'key': 't', 'value': '1'}]");
    assertThat(batch.message())
        .isEqualTo(
            "Changing param values is not allowed. Params were already logged='[{'key': 'p',"
                + " 'old_value': '1', 'new_value': '77'}]' for run ID='"
                + run
                + "'.");
    assertThat(data().path("params").toString())
        .isEqualTo("[{\"key\":\"empty\",\"value\":\"\"},{\"key\":\"p\",\"value\":\"1\"}]");
    assertThat(data().has("metrics")).isFalse();
    assertThat(data().path("tags").toString()).doesNotContain("\"t\"");
  }

  @Test
  void theTagOfTheNameRenamesTheRun() {
    log("set-tag", "'key': 'mlflow.runName', 'value': 'newname'");
    assertThat(client.get("runs/get?run_id=" + run).json().at("/run/info/run_name").stringValue())
        .isEqualTo("newname");
    log("set-tag", "'key': 't', 'value': 'v'");
    log("set-tag", "'key': 't', 'value': 'w'");
    assertThat(data().path("tags").toString()).contains("{\"key\":\"t\",\"value\":\"w\"}");
    assertThat(log("delete-tag", "'key': 't'").body()).isEqualTo("{}");
    assertThat(data().path("tags").toString()).doesNotContain("\"t\"");
  }

  @Test
  void historyGoesPageByPage() {
    String metrics =
        list(50, "{'key': 'm', 'value': %1$d.5, 'timestamp': 7, 'step': %1$d}")
            + ", {'key': 'm', 'value': 'NaN', 'timestamp': 7, 'step': 3}";
    log("log-batch", "'metrics': [" + metrics + "]");
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      JsonNode page =
          history("m", "&max_results=7" + (token.isEmpty() ? "" : "&page_token=" + token));
      page.path("metrics").forEach(m -> seen.add(m.path("step") + "/" + m.path("value")));
      token = page.path("next_page_token").asString("");
    } while (!token.isEmpty());
    assertThat(seen).hasSize(51).doesNotHaveDuplicates().startsWith("0/0.5", "1/1.5");
    assertThat(history("none", "").toString()).isEqualTo("{}");
    assertThat(
            client
                .get("metrics/get-history?metric_key=m&run_id=" + run + "&page_token=bogus!")
                .message())
        .isEqualTo("Invalid page token, could not base64-decode");
    assertThat(client.get("metrics/get-history?metric_key=m&run_id=nope").status()).isEqualTo(404);
  }

  @Test
  void historyOfManyRunsComesWholeOrSampled() {
    String other = client.run("0");
    log(
        "log-batch",
        "'metrics': [" + list(1000, "{'key': 'm', 'value': 1, 'timestamp': 1, 'step': %d}") + "]");
    client.post(
        "runs/log-metric",
        "{'run_id': '%s', 'key': 'm', 'value': 5, 'timestamp': 1, 'step': 333}".formatted(other));
    String bulk = "/ajax-api/2.0/mlflow/metrics/get-history-bulk?metric_key=m";
    JsonNode all = client.get(bulk + "&run_id=" + run + "&run_id=" + other).json();
    assertThat(all.path("metrics").size()).isEqualTo(1001);
    assertThat(client.get(bulk + "&max_results=5&run_id=" + run).json().path("metrics").size())
        .isEqualTo(5);
    assertThat(client.get(bulk + "&run_id=nope").body()).isEqualTo("{\"metrics\":[]}");
    assertThat(client.get(bulk).status()).isEqualTo(400);

    String interval = "metrics/get-history-bulk-interval?metric_key=m&run_ids=";
    JsonNode sampled = client.get(interval + run + "&run_ids=" + other + "&max_results=10").json();
    assertThat(sampled.path("metrics").toString())
        .contains("\"step\":0,", "\"step\":100,", "\"step\":900,", "\"step\":999,")
        .contains("\"step\":333,\"run_id\":\"" + other);
    assertThat(sampled.path("metrics").size()).isEqualTo(13);
    assertThat(
            client.get(interval + run + "&start_step=10&end_step=12").json().path("metrics").size())
        .isEqualTo(3);
    assertThat(client.get(interval + run + "&start_step=10").status()).isEqualTo(400);
    assertThat(client.get(interval + run + "&max_results=2501").status()).isEqualTo(400);
    assertThat(client.get(interval + "nope").body()).isEqualTo("{}");
  }

  private void together(int clients, Task task) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int number = i;
        all.add(
            threads.submit(() -> {
              task.run(number);
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  private interface Task {
    void run(int number);
  }

  @Test
  void aHundredClientsOfOneRunLoseNothingAndTheLatestValueIsRight() throws Exception {
    together(
        100,
        number -> {
          for (int i = 0; i < 10; i++) {
            int step = number * 10 + i;
            Reply reply =
                log(
                    "log-metric",
                    "'key': 'm', 'value': %d, 'timestamp': %d, 'step': %d"
                        .formatted(step, 1000 - step, step));
            assertThat(reply.body()).isEqualTo("{}");
          }
          Reply missing =
              client.post(
                  "runs/log-metric", "{'run_id': 'nope', 'key': 'm', 'value': 1, 'timestamp': 1}");
          assertThat(missing.status()).isEqualTo(404);
        });
    assertThat(history("m", "").path("metrics").size()).isEqualTo(1000);
    assertThat(data().path("metrics").toString())
        .isEqualTo("[{\"key\":\"m\",\"value\":999.0,\"timestamp\":1,\"step\":999}]");
  }

  @Test
  void ofRacingValuesOfAParameterOneWins() throws Exception {
    List<Integer> statuses = new java.util.concurrent.CopyOnWriteArrayList<>();
    together(
        50,
        number ->
            statuses.add(log("log-parameter", "'key': 'p', 'value': '" + number + "'").status()));
    assertThat(statuses).containsOnly(200, 400);
    assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
    assertThat(data().path("params").size()).isEqualTo(1);
  }
}
