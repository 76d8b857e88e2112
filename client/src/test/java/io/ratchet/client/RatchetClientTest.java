// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client over real sockets. No wait here is longer than what it waits for. */
final class RatchetClientTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final News news = new News();
  private FakeServer server = new FakeServer();
  private RatchetClient client = builder().build();

  RatchetClientTest() throws IOException {}

  private ClientBuilder builder() {
    return new ClientBuilder(name -> null)
        .url(server.url() + "/")
        .apiKey("rk_secret")
        .listener(news)
        .assignTimeout(LONG)
        .flushInterval(Duration.ofHours(1))
        .retry(Duration.ofMillis(1), Duration.ofMillis(20));
  }

  private void with(ClientBuilder builder) {
    client.close();
    client = builder.build();
  }

  @AfterEach
  void close() {
    client.close(Duration.ofMillis(1));
    server.close();
  }

  private void record(int from, int to) {
    IntStream.range(from, to)
        .forEach(i -> client.record(CallRecord.prompt("p", "v1", true).id("c" + i)));
  }

  private static List<String> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "c" + i).toList();
  }

  @Test
  void sendsTheKeyAndTheRecords() throws InterruptedException {
    client.record(CallRecord.prompt("p", "v1", true).id("a").with("time", "t"));
    client.feedback("a", "useful", true);
    client.feedback("trial", "user-17", "stars", 4);
    client.feedback("a", "comment", "too \"warm\"");
    assertThat(client.flush(LONG)).isTrue();

    assertThat(server.requests().getFirst())
        .isEqualTo(
            "/api/calls Bearer rk_secret {\"calls\":[{\"kind\":\"prompt\",\"asset\":\"p\","
                + "\"version\":\"v1\",\"success\":true,\"id\":\"a\",\"time\":\"t\"}]}");
    assertThat(server.requests().getLast())
        .startsWith("/api/feedback Bearer rk_secret {\"feedback\":[{\"id\":")
        .contains("\"name\":\"useful\",\"value\":true,\"call_id\":\"a\"}")
        .contains("\"value\":4.0,\"experiment\":\"trial\",\"unit\":\"user-17\"}")
        .contains("\"value\":\"too \\\"warm\\\"\",\"call_id\":\"a\"}]}");
  }

  @Test
  void recordsABatchOfPredictionsRowByRowWithTheLabelsThatAreThere() throws InterruptedException {
    List<String> ids =
        client
            .predictions("churn", "v1.2.0")
            .latency(Duration.ofMillis(120))
            .row(Map.of("age", 72), 1, 0.9, 0)
            .row(Map.of("age", 40), 0)
            .record();
    assertThat(client.flush(LONG)).isTrue();

    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    assertThat(server.requests().getFirst())
        .contains("\"kind\":\"model\",\"asset\":\"churn\",\"version\":\"v1.2.0\"")
        .contains("\"features\":{\"age\":72},\"prediction\":1,\"confidence\":0.9")
        .contains("\"latency_ms\":60.0,\"id\":\"" + ids.getLast() + "\"");
    assertThat(server.requests().getLast())
        .contains("\"name\":\"label\",\"value\":0,\"call_id\":\"" + ids.getFirst() + "\"")
        .doesNotContain(ids.getLast());
  }

  @Test
  void sendsWhatItCouldNotOnceTheServerIsBack() throws Exception {
    server.close();
    record(0, 100);
    assertThat(client.flush(Duration.ofMillis(20))).isFalse();
    assertThat(client.counts().waiting()).isEqualTo(100);
    news.awaitDelay();

    server = server.restarted();
    assertThat(client.flush(LONG)).isTrue();
    assertThat(server.ids()).isEqualTo(ids(0, 100));
    assertThat(client.counts()).isEqualTo(new Counts(0, 100, 0, 0, 0));
  }

  @Test
  void aBatchWhoseAnswerGotLostIsSentAgainAndCountsOnce() throws InterruptedException {
    server.loseAnswers(2);
    record(0, 10);
    assertThat(client.flush(LONG)).isTrue();

    assertThat(server.requests()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(server.requests().stream().distinct()).hasSize(1);
    assertThat(server.ids()).isEqualTo(ids(0, 10));
  }

  @Test
  void losesAndDoublesNothingWhileTheServerIsKilledUnderLoad() throws Exception {
    with(builder().batch(50, 1 << 20));
    for (int round = 0; round < 5; round++) {
      List<Integer> starts = List.of(0, 1, 2, 3);
      int base = round * 400;
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        starts.forEach(i -> threads.execute(() -> record(base + i * 100, base + i * 100 + 100)));
        server.loseAnswers(1);
        news.awaitDelay();
        server = server.restarted();
      }
    }
    assertThat(client.flush(LONG)).isTrue();

    assertThat(server.ids()).containsExactlyInAnyOrderElementsOf(ids(0, 2_000));
    assertThat(client.counts()).isEqualTo(new Counts(0, 2_000, 0, 0, 0));
  }

  @Test
  void refusesTheNewestWhereTheBufferIsFull() throws Exception {
    with(builder().buffer(10, 1 << 20));
    server.close();
    record(0, 15);
    assertThat(client.counts()).isEqualTo(new Counts(10, 0, 0, 5, 0));

    server = server.restarted();
    assertThat(client.flush(LONG)).isTrue();
    assertThat(server.ids()).isEqualTo(ids(0, 10));
    assertThat(news.lines()).containsExactly("lost 5 FULL");
  }

  @Test
  void closingSendsWhatRemains() {
    record(0, 2_500);

    assertThat(client.close(LONG)).isZero();
    assertThat(server.ids()).isEqualTo(ids(0, 2_500));
  }

  @Test
  void closingSaysWhatCouldNotBeSentAndTakesNothingMore() {
    server.fallSilent();
    record(0, 7);

    assertThat(client.close(Duration.ofMillis(20))).isEqualTo(7);
    record(7, 8);
    assertThat(client.close(LONG)).isZero();
    assertThat(news.lines()).containsExactly("lost 7 CLOSED", "lost 1 CLOSED");
    assertThat(client.counts()).isEqualTo(new Counts(0, 0, 0, 8, 0));
  }

  @Test
  void anAnswerThatDoesNotComeIsWaitedForOnlySoLong() throws Exception {
    with(builder().requestTimeout(Duration.ofMillis(20)));
    server.fallSilent();
    record(0, 3);
    assertThat(client.flush(Duration.ofMillis(1))).isFalse();
    assertThat(news.awaitDelay()).contains("no answer from", "PT0.02S");

    server = server.restarted();
    assertThat(client.flush(LONG)).isTrue();
    assertThat(server.ids()).isEqualTo(ids(0, 3));
  }

  @Test
  void theServersAssignmentIsTakenAndCountsForTheTrial() {
    server.assigns("{\"experiment\":\"id-1\",\"variant\":\"treatment\",\"version\":\"v2.0.0\"}");
    Assignment arm = client.assign("a b/c", "user-17", Map.of("age", 40), "v1.0.0");
    client.call("p", arm).success().close();
    client.close();

    assertThat(arm)
        .isEqualTo(
            new Assignment("a b/c", "user-17", "treatment", "v2.0.0", Assignment.Source.SERVER));
    assertThat(server.requests().getFirst())
        .isEqualTo(
            "/api/experiments/a%20b%2Fc/assign Bearer rk_secret"
                + " {\"unit\":\"user-17\",\"attributes\":{\"age\":40}}");
    assertThat(server.requests().getLast())
        .contains(
            "\"version\":\"v2.0.0\",\"unit\":\"user-17\",\"experiment\":\"a b/c\","
                + "\"variant\":\"treatment\"");
  }

  @Test
  void withoutTheServerAUnitKeepsWhatItGotAndANewOneGetsTheFallback() {
    server.assigns("{\"experiment\":\"e\",\"variant\":\"treatment\",\"version\":\"v2\"}");
    client.assign("e", "known", Map.of(), "v1");
    server.close();

    assertThat(client.assign("e", "known", Map.of(), "v1"))
        .isEqualTo(new Assignment("e", "known", "treatment", "v2", Assignment.Source.CACHED));
    Assignment fallback = client.assign("e", "new", Map.of(), "v1");
    assertThat(fallback)
        .isEqualTo(new Assignment("e", "new", null, "v1", Assignment.Source.FALLBACK));
  }

  @Test
  void anAssignmentWaitsForASilentServerOnlyOnce() {
    with(
        builder()
            .assignTimeout(Duration.ofMillis(20))
            .retry(Duration.ofHours(1), Duration.ofHours(1)));
    server.fallSilent();
    for (int i = 0; i < 100; i++) {
      assertThat(client.assign("e", "u" + i, Map.of(), "v1").source())
          .isEqualTo(Assignment.Source.FALLBACK);
    }

    assertThat(server.requests()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void anExperimentThatIsGoneIsForgottenAndReported() {
    client.assign("e", "u", Map.of(), "v0");
    server.answers(404);

    assertThat(client.assign("e", "u", Map.of(), "v0").source())
        .isEqualTo(Assignment.Source.FALLBACK);
    server.answers(503);
    assertThat(client.assign("e", "u", Map.of(), "v0").source())
        .isEqualTo(Assignment.Source.FALLBACK);
    assertThat(news.lines()).containsExactly("refused assign [u] 404 detail of 404");
  }

  @Test
  void aKeyThatIsNoLongerTakenMovesNobody() {
    client.assign("e", "u", Map.of(), "v0");
    server.answers(401);

    assertThat(client.assign("e", "u", Map.of(), "v0").source())
        .isEqualTo(Assignment.Source.CACHED);
  }

  @Test
  void onlySoManyAssignmentsAreRemembered() {
    with(builder().rememberedAssignments(2));
    List<Assignment.Source> sources = new ArrayList<>();
    for (String unit : List.of("a", "b", "c")) {
      client.assign("e", unit, Map.of(), "v0");
    }
    server.close();
    for (String unit : List.of("a", "b", "c")) {
      sources.add(client.assign("e", unit, Map.of(), "v0").source());
    }

    assertThat(sources)
        .containsExactly(
            Assignment.Source.FALLBACK, Assignment.Source.CACHED, Assignment.Source.CACHED);
  }

  @Test
  void addressAndKeyComeFromTheEnvironment() {
    Map<String, String> environment =
        Map.of("RATCHET_URL", "https://ratchet.example/base", "RATCHET_API_KEY", " rk_env ");
    Settings settings = new ClientBuilder(environment::get).settings();

    assertThat(settings.url()).hasToString("https://ratchet.example/base");
    assertThat(settings.apiKey()).isEqualTo("rk_env");
    assertThat(new ClientBuilder(environment::get).apiKey("own").settings().apiKey())
        .isEqualTo("own");
  }

  @Test
  void settingsOutOfBoundsAreRefusedWithTheirName() {
    assertThatThrownBy(() -> builder().batch(10_001, 1).build())
        .hasMessage("batch's records must be from 1 to 10000, got 10001");
    assertThatThrownBy(() -> builder().flushInterval(Duration.ZERO).build())
        .hasMessageContaining("flushInterval");
    assertThatThrownBy(() -> builder().url("localhost:8000").build())
        .hasMessageContaining("http://127.0.0.1:8000");
    assertThatThrownBy(() -> builder().apiKey("a\nb").build()).hasMessageContaining("API key");
  }
}
