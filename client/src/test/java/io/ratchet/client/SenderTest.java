// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.client.ScriptedTransport.Question;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sender turn by turn, under a clock that the test moves. */
final class SenderTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Logger LOGGER = System.getLogger("test");

  private final Clock clock = new Clock();
  private final ScriptedTransport server = new ScriptedTransport();
  private final News news = new News();
  private final Reports reports = new Reports(news, LOGGER);
  private Settings settings = builder().settings();
  private Buffer buffer = new Buffer(settings);
  private Sender sender = sender();

  private static ClientBuilder builder() {
    return new ClientBuilder(name -> null)
        .batch(4, 1_000)
        .buffer(20, 10_000)
        .flushInterval(SECOND)
        .retry(Duration.ofMillis(100), Duration.ofSeconds(2))
        .attempts(3);
  }

  private Sender sender() {
    Backoff backoff = new Backoff(settings, clock, new Random(7));
    return new Sender(buffer, server, settings, clock, backoff, reports);
  }

  @BeforeEach
  void prepare() {
    with(builder());
  }

  private void with(ClientBuilder builder) {
    settings = builder.settings();
    buffer = new Buffer(settings);
    sender = sender();
  }

  private boolean give(Lane lane, String id) {
    byte[] json = ("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
    return buffer.offer(lane, new Entry(id, json, clock.nanos()));
  }

  private void giveCalls(int from, int to) {
    IntStream.range(from, to).forEach(i -> give(Lane.CALLS, "c" + i));
  }

  /** Turns until something has to be waited for; how long that is. */
  private Duration turns() throws InterruptedException {
    long wait = 0;
    for (int i = 0; i < 1_000 && wait == 0; i++) {
      wait = sender.turn();
    }
    return Duration.ofNanos(wait);
  }

  private static Transport.Reply problems(String... problems) {
    String body =
        "{\"detail\": \"no\", \"hint\": \"correct it\", \"problems\": ["
            + String.join(",", problems)
            + "]}";
    return new Transport.Reply(400, null, body);
  }

  @Test
  void waitsForAFullBatchOrTheInterval() throws InterruptedException {
    giveCalls(0, 3);
    assertThat(turns()).isEqualTo(SECOND);
    assertThat(server.takeIds()).isEmpty();

    giveCalls(3, 6);
    assertThat(turns()).isEqualTo(SECOND);
    assertThat(server.takeIds()).containsExactly(List.of("c0", "c1", "c2", "c3"));

    clock.pass(SECOND);
    turns();
    assertThat(server.takeIds()).containsExactly(List.of("c4", "c5"));
    assertThat(reports.counts(buffer.size())).isEqualTo(new Counts(0, 6, 0, 0, 0));
  }

  @Test
  void aBatchIsBoundedInBytes() throws InterruptedException {
    with(builder().batch(100, 64 + 3 * 12));
    giveCalls(0, 7);
    clock.pass(SECOND);
    turns();

    assertThat(server.takeIds())
        .containsExactly(List.of("c0", "c1", "c2"), List.of("c3", "c4", "c5"), List.of("c6"));
  }

  @Test
  void callsAndFeedbackGoInBatchesOfTheirOwnAndKeepTheirOrder() throws InterruptedException {
    give(Lane.CALLS, "c0");
    give(Lane.FEEDBACK, "f0");
    give(Lane.CALLS, "c1");
    give(Lane.FEEDBACK, "f1");
    clock.pass(SECOND);
    turns();

    assertThat(server.questions())
        .containsExactly(
            new Question("/api/calls", "{\"calls\":[{\"id\":\"c0\"},{\"id\":\"c1\"}]}"),
            new Question("/api/feedback", "{\"feedback\":[{\"id\":\"f0\"},{\"id\":\"f1\"}]}"));
  }

  @Test
  void waitsTwiceAsLongAfterEachFailureAndSendsTheSameAgain() throws InterruptedException {
    server.answers(question -> {
      throw new IOException("connection refused");
    });
    giveCalls(0, 4);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Duration wait = turns();
      while (server.questions().size() == i) {
        clock.pass(wait);
        wait = turns();
      }
      waits.add(wait.toMillis());
    }

    for (int i = 0; i < waits.size(); i++) {
      long full = Math.min(2_000, 100L << i);
      // The wait is cut at the flush interval, since losses are reported then.
      assertThat(waits.get(i)).isBetween(Math.min(1_000, full / 2), Math.min(1_000, full));
    }
    server.answers(question -> ScriptedTransport.accepted());
    giveCalls(4, 8);
    clock.pass(Duration.ofSeconds(2));
    turns();
    assertThat(server.takeIds().subList(8, 10))
        .containsExactly(List.of("c0", "c1", "c2", "c3"), List.of("c4", "c5", "c6", "c7"));
  }

  @Test
  void waitsAsLongAsTheServerAsks() throws InterruptedException {
    server.answers(question -> new Transport.Reply(429, "7", "{}"));
    giveCalls(0, 4);
    turns();
    clock.pass(Duration.ofMillis(6_999));
    turns();
    assertThat(server.takeIds()).hasSize(1);

    server.answers(question -> ScriptedTransport.accepted());
    clock.pass(Duration.ofMillis(101));
    turns();
    assertThat(server.takeIds()).hasSize(1);
    assertThat(reports.counts(buffer.size()).sent()).isEqualTo(4);
  }

  @Test
  void givesUpABatchThatBreaksTheServerButNeverForAnOutage() throws InterruptedException {
    server.answers(question -> ScriptedTransport.status(question.ids().contains("c0") ? 500 : 503));
    giveCalls(0, 8);
    for (int i = 0; i < 100; i++) {
      turns();
      clock.pass(Duration.ofSeconds(2));
    }

    assertThat(news.lines()).containsExactly("lost 4 GIVEN_UP");
    assertThat(reports.counts(buffer.size())).isEqualTo(new Counts(4, 0, 0, 0, 4));
  }

  @Test
  void recordsThatAreNamedAsWrongAreReportedAndTheOthersGo() throws InterruptedException {
    server.answers(question ->
        question.ids().contains("c1")
            ? problems(
                "{\"where\": \"calls[1].latency_ms\", \"message\": \"must be a number\", \"value\":"
                    + " \"x\"}",
                "{\"where\": \"calls[3]\", \"message\": \"must be an object\", \"value\": null}",
                "{\"where\": \"calls[1].id\", \"message\": \"must not be blank\", \"value\": \"\"}")
            : ScriptedTransport.accepted());
    giveCalls(0, 4);
    turns();

    assertThat(server.takeIds())
        .containsExactly(List.of("c0", "c1", "c2", "c3"), List.of("c0", "c2"));
    assertThat(news.lines())
        .containsExactly(
            "refused calls [c1] 400 latency_ms: must be a number, got x; id: must not be blank,"
                + " got ",
            "refused calls [c3] 400 must be an object");
    assertThat(reports.counts(buffer.size())).isEqualTo(new Counts(0, 2, 2, 0, 0));
  }

  @Test
  void aWrongRecordThatIsNotNamedIsFoundByHalves() throws InterruptedException {
    server.answers(
        question -> question.ids().contains("c2") ? problems() : ScriptedTransport.accepted());
    giveCalls(0, 4);
    turns();

    assertThat(server.takeIds())
        .containsExactly(
            List.of("c0", "c1", "c2", "c3"),
            List.of("c0", "c1"),
            List.of("c2", "c3"),
            List.of("c2"),
            List.of("c3"));
    assertThat(news.lines()).containsExactly("refused calls [c2] 400 no; correct it");
  }

  @Test
  void sendsSmallerBatchesWhereTheServerTakesLess() throws InterruptedException {
    server.answers(question ->
        question.ids().size() > 2 ? ScriptedTransport.status(413) : ScriptedTransport.accepted());
    giveCalls(0, 8);
    turns();
    clock.pass(SECOND);
    turns();

    assertThat(server.takeIds())
        .containsExactly(
            List.of("c0", "c1", "c2", "c3"),
            List.of("c0", "c1"),
            List.of("c2", "c3"),
            List.of("c4", "c5"),
            List.of("c6", "c7"));
  }

  @Test
  void keepsTheOrderWhereAHalfMustWait() throws InterruptedException {
    server.answers(question ->
        question.ids().size() > 2 ? ScriptedTransport.status(413) : ScriptedTransport.status(503));
    giveCalls(0, 4);
    turns();
    server.answers(question -> ScriptedTransport.accepted());
    clock.pass(SECOND);
    turns();

    assertThat(server.takeIds())
        .containsExactly(
            List.of("c0", "c1", "c2", "c3"),
            List.of("c0", "c1"),
            List.of("c0", "c1"),
            List.of("c2", "c3"));
  }

  @Test
  void anOutageThatIsOverIsForgotten() throws InterruptedException {
    for (int outage = 0; outage < 5; outage++) {
      server.answers(question -> ScriptedTransport.status(503));
      giveCalls(0, 4);
      assertThat(turns()).isLessThanOrEqualTo(Duration.ofMillis(100));
      server.answers(question -> ScriptedTransport.accepted());
      clock.pass(SECOND);
      turns();
    }

    assertThat(reports.counts(buffer.size()).sent()).isEqualTo(20);
  }

  @Test
  void aPauseIsCutShortOnceWhenSomebodyBeginsToWait() throws InterruptedException {
    server.answers(question -> ScriptedTransport.status(503));
    giveCalls(0, 4);
    turns();
    buffer.close();
    turns();
    turns();

    assertThat(server.takeIds()).hasSize(2);
  }

  @Test
  void readsARetryAfterThatIsADateAndBoundsIt() {
    Backoff backoff = new Backoff(settings, clock, new Random(7));
    Duration jitter = Duration.ofMillis(50);

    assertThat(backoff.after(1, "Sat, 21 Nov 2026 08:00:09 GMT"))
        .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(9).plus(jitter));
    assertThat(backoff.after(1, "999999999"))
        .isBetween(Duration.ofHours(1), Duration.ofHours(1).plus(jitter));
    assertThat(backoff.after(1, "Sat, 21 Nov 2026 07:00:00 GMT")).isLessThanOrEqualTo(jitter);
    assertThat(backoff.after(1, "soon")).isBetween(jitter, jitter.multipliedBy(2));
    assertThat(backoff.after(Integer.MAX_VALUE, null)).isBetween(SECOND, SECOND.multipliedBy(2));
  }

  @Test
  void aKeyThatIsNotTakenRefusesTheBatchOnce() throws InterruptedException {
    server.answers(question -> ScriptedTransport.status(401));
    giveCalls(0, 4);
    turns();

    assertThat(news.lines()).containsExactly("refused calls [c0, c1, c2, c3] 401 detail of 401");
    assertThat(server.takeIds()).hasSize(1);
  }

  @Test
  void anAnswerOfSomethingElseIsNoReceipt() throws InterruptedException {
    server.answers(question -> new Transport.Reply(200, null, "<html>Welcome to the hotel</html>"));
    giveCalls(0, 4);
    turns();

    assertThat(reports.counts(buffer.size())).isEqualTo(new Counts(4, 0, 0, 0, 0));
    assertThat(news.awaitDelay()).isEqualTo("status 200, but not from a Ratchet server");
  }

  @Test
  void aFullBufferTakesNothingMoreAndKeepsWhatItHas() throws InterruptedException {
    server.answers(question -> ScriptedTransport.status(503));
    giveCalls(0, 20);
    turns();
    assertThat(give(Lane.CALLS, "late")).isFalse();
    assertThat(give(Lane.FEEDBACK, "late")).isFalse();

    server.answers(question -> ScriptedTransport.accepted());
    clock.pass(SECOND);
    sender.turn();
    assertThat(give(Lane.CALLS, "c20")).isTrue();
    clock.pass(SECOND);
    turns();
    List<String> sent = server.takeIds().stream().skip(1).flatMap(List::stream).toList();
    assertThat(sent)
        .containsExactlyElementsOf(IntStream.range(0, 21).mapToObj(i -> "c" + i).toList());
  }

  @Test
  void theBufferIsBoundedInBytesToo() {
    with(builder().buffer(20, 3 * 12));
    giveCalls(0, 3);

    assertThat(give(Lane.CALLS, "c3")).isFalse();
    assertThat(buffer.size()).isEqualTo(3);
  }

  @Test
  void lossesAreReportedDuringAnOutage() throws InterruptedException {
    server.answers(question -> ScriptedTransport.status(503));
    giveCalls(0, 20);
    turns();
    for (int i = 0; i < 5; i++) {
      reports.full();
    }
    assertThat(turns()).isLessThanOrEqualTo(SECOND);

    assertThat(news.lines()).containsExactly("lost 5 FULL");
  }

  @Test
  void aListenerThatThrowsHarmsNothing() throws InterruptedException {
    ClientListener broken =
        new ClientListener() {
          @Override
          public void refused(Refusal refusal) {
            throw new IllegalStateException("a bug of the host");
          }
        };
    Reports own = new Reports(broken, LOGGER);
    Backoff backoff = new Backoff(settings, clock, new Random(7));
    sender = new Sender(buffer, server, settings, clock, backoff, own);
    server.answers(question -> ScriptedTransport.status(403));
    giveCalls(0, 4);
    turns();

    assertThat(own.counts(buffer.size())).isEqualTo(new Counts(0, 0, 4, 0, 0));
  }
}
