// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a call says of itself, under a clock that the test moves. */
final class CallTest {
  private static final String HEAD =
      "\"time\":\"2026-11-21T08:00:00Z\",\"kind\":\"prompt\",\"asset\":\"extraction\",";

  private final Clock clock = new Clock();
  private final ScriptedTransport server = new ScriptedTransport();
  private final News news = new News();
  private final ClientBuilder builder =
      new ClientBuilder(name -> null).clocks(clock, clock, new Random(7)).listener(news);
  private final RatchetClient client = builder.build(builder.settings(), server);

  @AfterEach
  void close() {
    client.close();
  }

  /** The records that the server got, without their ids. */
  private List<String> received() {
    assertThat(client.close(Duration.ofSeconds(20))).isZero();
    return server.questions().stream()
        .map(question -> question.json().replaceAll("\"id\":\"[^\"]*\",", ""))
        .toList();
  }

  @Test
  void saysEverythingThatWasToldAndNothingElse() {
    try (Call call = client.call("extraction", "v2.0.0")) {
      clock.pass(Duration.ofMillis(40));
      call.unit("user-17").experiment("warmer", "treatment").model("openai", "gpt-4o");
      call.tokens(431, 120).cachedTokens(0).cost(new BigDecimal("0.00123")).confidence(0.5);
      call.completeness(0.92).score("accuracy", 1).score("style", 0.5).tag("persona", "nurse");
      call.request(Map.of("document", "BP 120/80")).responseJson("{\"diagnoses\":[]}");
      call.with("fields_extracted", 11).with("trace_id", null).success();
      clock.pass(Duration.ofMillis(7));
    }

    assertThat(received())
        .containsExactly(
            "{\"calls\":[{"
                + HEAD
                + "\"version\":\"v2.0.0\",\"unit\":\"user-17\",\"experiment\":\"warmer\","
                + "\"variant\":\"treatment\",\"provider\":\"openai\",\"model\":\"gpt-4o\","
                + "\"input_tokens\":431,\"output_tokens\":120,\"cached_tokens\":0,"
                + "\"cost_usd\":\"0.00123\",\"confidence\":0.5,\"completeness\":0.92,"
                + "\"scores\":{\"accuracy\":1.0,\"style\":0.5},\"tags\":{\"persona\":\"nurse\"},"
                + "\"request\":{\"document\":\"BP 120/80\"},\"response\":{\"diagnoses\":[]},"
                + "\"fields_extracted\":11,\"latency_ms\":40.0,\"success\":true}]}");
  }

  @Test
  void whatIsNotToldIsAbsent() {
    client.call("extraction", "v2.0.0").success().close();

    assertThat(received())
        .containsExactly(
            "{\"calls\":[{"
                + HEAD
                + "\"version\":\"v2.0.0\",\"latency_ms\":0.0,\"success\":true}]}");
  }

  @Test
  void timesItsStagesAndTheirParts() {
    client
        .call("extraction", "v1")
        .run(call -> {
          String found =
              call.stage(
                  "retrieve",
                  retrieve -> {
                    clock.pass(Duration.ofMillis(5));
                    return retrieve.stage(
                        "index",
                        index -> {
                          clock.pass(Duration.ofMillis(2));
                          return "notes";
                        });
                  });
          try (Stage stage = call.stage("gnn_inference");
              Stage warmUp = stage.stage("warm_up")) {
            clock.pass(Duration.ofMillis(40));
            assertThat(warmUp).isNotNull();
          }
          return found;
        });

    assertThat(received().getFirst())
        .contains("\"latency_ms\":47.0,\"success\":true")
        .contains(
            "\"stages\":[{\"name\":\"retrieve/index\",\"latency_ms\":2.0},"
                + "{\"name\":\"retrieve\",\"latency_ms\":7.0},"
                + "{\"name\":\"gnn_inference/warm_up\",\"latency_ms\":40.0},"
                + "{\"name\":\"gnn_inference\",\"latency_ms\":40.0}]");
  }

  @Test
  void anExceptionIsAFailureAndIsPassedOn() {
    Call call = client.call("extraction", "v1");

    assertThatThrownBy(() ->
            call.run(running -> {
              clock.pass(Duration.ofMillis(3));
              throw new HttpTimeoutException("too slow");
            }))
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(received())
        .containsExactly(
            "{\"calls\":[{"
                + HEAD
                + "\"version\":\"v1\",\"error_type\":\"http_timeout\",\"latency_ms\":3.0,"
                + "\"success\":false}]}");
  }

  @Test
  void aCallThatIsLeftWithoutAnOutcomeIsAFailure() {
    try (Call call = client.predict("readmission", "3")) {
      call.prediction(1).features(Map.of("age", 71));
    }

    assertThat(received().getFirst())
        .contains("\"kind\":\"model\"", "\"prediction\":1", "\"features\":{\"age\":71}")
        .contains("\"error_type\":\"unfinished\"", "\"success\":false");
  }

  @Test
  void aToldFailureOfAWorkThatReturnsStaysOne() {
    client.call("extraction", "v1").run(call -> call.failure("schema"));

    assertThat(received().getFirst()).contains("\"error_type\":\"schema\"", "\"success\":false");
  }

  @Test
  void theFirstOutcomeStopsTheClockAndALatencyThatIsToldStays() {
    Call stopped = client.call("extraction", "v1").success();
    clock.pass(Duration.ofMillis(9));
    stopped.failure("schema").close();
    client.call("extraction", "v1").latency(Duration.ofMillis(5)).success().close();

    assertThat(received().getFirst())
        .contains("\"latency_ms\":0.0,\"success\":false", "\"latency_ms\":5.0,\"success\":true");
  }

  @Test
  void aFallbackIsNoPartOfTheTrial() {
    Assignment own = new Assignment("e", "user-17", null, "v1", Assignment.Source.FALLBACK);
    client.call("extraction", own).success().close();
    client.predict("extraction", own).success().close();

    assertThat(received().getFirst())
        .contains("\"version\":\"v1\",\"unit\":\"user-17\",\"latency_ms\"")
        .doesNotContain("experiment", "variant");
  }

  @Test
  void isRecordedOnce() {
    Call call = client.call("extraction", "v1").success();
    call.close();
    call.close();

    assertThat(received()).hasSize(1);
    assertThat(client.counts()).isEqualTo(new Counts(0, 1, 0, 0, 0));
  }

  @Test
  void aReadyRecordGetsAnIdAndATimeOnlyWhereItHasNone() {
    CallRecord record =
        CallRecord.model("gnn", "2", false)
            .errorType("out_of_memory")
            .latency(Duration.ofMillis(9))
            .stage("load", Duration.ofMillis(4))
            .stage("infer", Duration.ofMillis(5));
    client.record(record);
    client.record(record.id("a-1").time(Instant.parse("2026-01-02T03:04:05Z")));
    client.close();

    assertThat(server.questions()).hasSize(1);
    String known =
        "{\"kind\":\"model\",\"asset\":\"gnn\",\"version\":\"2\",\"success\":false,"
            + "\"error_type\":\"out_of_memory\",\"latency_ms\":9.0,\"stages\":["
            + "{\"name\":\"load\",\"latency_ms\":4.0},{\"name\":\"infer\",\"latency_ms\":5.0}],";
    assertThat(server.questions().getFirst().json())
        .matches(
            java.util.regex.Pattern.quote("{\"calls\":[" + known)
                + "\"id\":\"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\","
                + java.util.regex.Pattern.quote(
                    "\"time\":\"2026-11-21T08:00:00Z\"},"
                        + known
                        + "\"id\":\"a-1\",\"time\":\"2026-01-02T03:04:05Z\"}]}"));
  }

  @Test
  void aValueThatJsonCannotSayIsRefusedAndNeverThrown() {
    Call call = client.call("extraction", "v1").score("auc", Double.NaN).success();
    call.close();

    assertThat(news.lines())
        .containsExactly("refused calls [" + call.id() + "] 0 JSON has no number NaN");
    assertThat(client.counts()).isEqualTo(new Counts(0, 0, 1, 0, 0));
  }

  @Test
  void idsSortInTheOrderTheyWereMade() {
    RecordIds ids = new RecordIds(clock, new Random(7));
    List<String> made = java.util.stream.Stream.generate(ids::next).limit(10_000).toList();

    assertThat(made).isSorted().doesNotHaveDuplicates();
  }
}
