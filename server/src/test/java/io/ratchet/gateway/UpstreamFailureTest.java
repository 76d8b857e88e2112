// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.call.Call;
import io.ratchet.call.Outcome;
import io.ratchet.call.Tokens;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** However a provider fails, the caller gets an error it understands, and the call is recorded. */
final class UpstreamFailureTest {
  private static final String ASK =
      "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String ERROR =
      "{\"error\":{\"message\":\"from the provider\",\"type\":\"t\",\"param\":null,\"code\":\"c\"}}";

  private Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  private void setUp(Rig.Setup setup) {
    rig.close();
    rig = new Rig(setup);
  }

  private static JsonNode error(HttpResponse<String> response) {
    return Rig.json(response).path("error");
  }

  private Call failed(String errorType, int status) throws InterruptedException {
    Call call = rig.sink.only();
    assertThat(call.outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(call.errorType()).isEqualTo(errorType);
    assertThat(call.status()).isEqualTo(status);
    assertThat(call.tokens()).isEqualTo(Tokens.UNKNOWN);
    assertThat(call.usageSource()).isNull();
    assertThat(call.costNanos()).isNull();
    return call;
  }

  @ParameterizedTest
  @CsvSource({
    "400, 400, invalid_request, 1",
    "401, 502, provider_denied, 1",
    "403, 403, provider_denied, 1",
    "404, 404, invalid_request, 1",
    "408, 408, provider_timeout, 1",
    "409, 409, invalid_request, 1",
    "422, 422, invalid_request, 1",
    "429, 429, rate_limited, 3",
    "500, 500, provider_error, 3",
    "501, 501, provider_error, 1",
    "502, 502, provider_error, 3",
    "503, 503, provider_error, 3",
    "504, 504, provider_timeout, 3",
    "302, 502, malformed_answer, 1",
  })
  void answersTheProvidersErrorAndRepeatsOnlyWhatIsSafe(
      int upstream, int status, String errorType, int attempts) throws Exception {
    rig.upstream.script(FakeUpstream.json(upstream, ERROR));

    HttpResponse<String> response = rig.chat(ASK);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("x-should-retry")).hasValue("false");
    assertThat(response.headers().firstValue("x-ratchet-call-id")).isPresent();
    assertThat(error(response).path("message").stringValue())
        .contains(upstream == 401 ? "refuses the key" : "from the provider");
    assertThat(error(response).path("type").isString()).isTrue();
    assertThat(rig.upstream.waiting()).isEqualTo(attempts);
    assertThat(rig.pauses).hasSize(attempts - 1);
    failed(errorType, status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[]", "{\"error\":\"text\"}", "{\"error\":{\"code\":1}}"})
  void writesAnErrorWhereTheProvidersHasNotTheRightShape(String body) throws Exception {
    rig.upstream.script(FakeUpstream.json(400, body));

    HttpResponse<String> response = rig.chat(ASK);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).path("message").isString()).isTrue();
    assertThat(error(response).path("type").isString()).isTrue();
    failed("invalid_request", 400);
  }

  @Test
  void succeedsAtTheSecondAttemptAsOneCall() throws Exception {
    rig.upstream.script(
        FakeUpstream.json(429, ERROR, "retry-after-ms: 1500"),
        FakeUpstream.json(200, FakeUpstream.COMPLETION));

    assertThat(rig.chat(ASK).statusCode()).isEqualTo(200);

    assertThat(rig.sink.only().outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(rig.pauses).containsExactly(Duration.ofMillis(1500));
  }

  @Test
  void opensAStreamAtTheSecondAttempt() throws Exception {
    rig.upstream.script(
        FakeUpstream.json(503, ERROR),
        FakeUpstream.stream("data: {\"choices\":[]}\n\n", "data: [DONE]\n\n"));

    HttpResponse<String> response = rig.chat(ASK.replace("}]}", "}],\"stream\":true}"));

    assertThat(response.body()).isEqualTo("data: {\"choices\":[]}\n\ndata: [DONE]\n\n");
    assertThat(rig.sink.only().outcome()).isEqualTo(Outcome.SUCCESS);
  }

  @Test
  void doesNotWaitLongerThanTheDeadlineAllows() throws Exception {
    rig.upstream.script(FakeUpstream.json(429, ERROR, "retry-after: 3600"));

    HttpResponse<String> response = rig.chat(ASK);

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("retry-after")).hasValue("3600");
    assertThat(rig.pauses).isEmpty();
    failed("rate_limited", 429);
  }

  @Test
  void doesNotRepeatWhereTheQuotaIsUsedUp() throws Exception {
    rig.upstream.script(
        FakeUpstream.json(
            429, "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":\"insufficient_quota\"}}"));

    assertThat(rig.chat(ASK).statusCode()).isEqualTo(429);
    assertThat(rig.upstream.waiting()).isEqualTo(1);
    failed("rate_limited", 429);
  }

  @Test
  void doesNotRepeatWhatTheProviderAsksNotToRepeat() throws Exception {
    rig.upstream.script(FakeUpstream.json(503, ERROR, "x-should-retry: false"));

    assertThat(rig.chat(ASK).statusCode()).isEqualTo(503);
    assertThat(rig.upstream.waiting()).isEqualTo(1);
    failed("provider_error", 503);
  }

  @Test
  void repeatsAfterAConnectionThatBroke() throws Exception {
    rig.upstream.script(
        FakeUpstream.hangUp(),
        FakeUpstream.raw(FakeUpstream.head(200, "application/json", "x".repeat(500)) + "{\"id\""),
        FakeUpstream.json(200, FakeUpstream.COMPLETION));

    assertThat(rig.chat(ASK).statusCode()).isEqualTo(200);
    assertThat(rig.sink.only().outcome()).isEqualTo(Outcome.SUCCESS);
  }

  @Test
  void tellsThatTheProviderCannotBeReached() throws Exception {
    rig.upstream.close();

    HttpResponse<String> response = rig.chat(ASK);

    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(error(response).path("code").stringValue()).isEqualTo("provider_unreachable");
    assertThat(rig.pauses).hasSize(2);
    failed("provider_unreachable", 502);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json at all",
        "[1,2]",
        "{\"id\":\"chatcmpl-1\",\"choices\":[{\"index\":0",
        "",
      })
  void doesNotPassGarbageOn(String body) throws Exception {
    rig.upstream.script(FakeUpstream.json(200, body));

    HttpResponse<String> response = rig.chat(ASK);

    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(error(response).path("code").stringValue()).isEqualTo("malformed_answer");
    assertThat(rig.upstream.waiting()).isEqualTo(1);
    failed("malformed_answer", 502);
  }

  @Test
  void doesNotPassOnWhatIsNoHttp() throws Exception {
    setUp(Rig.Setup.STANDARD.retries(0));
    rig.upstream.script(FakeUpstream.raw("\u0000\u0001 SSH-2.0\r\n\r\n"));

    assertThat(rig.chat(ASK).statusCode()).isEqualTo(502);
    failed("answer_cut", 502);
  }

  @Test
  void recognisesAnErrorUnderAStatusThatSaysSuccess() throws Exception {
    rig.upstream.script(FakeUpstream.json(200, ERROR));

    HttpResponse<String> response = rig.chat(ASK);

    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(error(response).path("message").stringValue()).isEqualTo("from the provider");
    failed("provider_error", 502);
  }

  @Test
  void refusesACompressedAnswer() throws Exception {
    rig.upstream.script(FakeUpstream.json(200, FakeUpstream.COMPLETION, "content-encoding: gzip"));

    assertThat(rig.chat(ASK).statusCode()).isEqualTo(502);
    failed("malformed_answer", 502);
  }

  @Test
  void endsACallWhoseProviderKeepsSilent() throws Exception {
    setUp(Rig.Setup.STANDARD.timeout(Duration.ofMillis(300)));
    rig.upstream.script(FakeUpstream.silence());

    HttpResponse<String> response = rig.chat(ASK);

    assertThat(response.statusCode()).isEqualTo(504);
    assertThat(response.headers().firstValue("x-should-retry")).hasValue("false");
    assertThat(rig.upstream.waiting()).isEqualTo(1);
    failed("provider_timeout", 504);
  }

  @Test
  void endsACallWhoseProviderTricklesItsHead() throws Exception {
    setUp(Rig.Setup.STANDARD.timeout(Duration.ofMillis(500)));
    rig.upstream.script(connection -> {
      connection.write("HTTP/1.1 200 OK\r\nx-slow: ");
      while (true) {
        connection.write("a");
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    });

    assertThat(rig.chat(ASK).statusCode()).isEqualTo(504);
    failed("provider_timeout", 504);
  }

  @Test
  void endsAStreamThatStandsStillWithAnErrorEvent() throws Exception {
    setUp(Rig.Setup.STANDARD.timeout(Duration.ofMillis(500)));
    CountDownLatch never = new CountDownLatch(1);
    rig.upstream.script(
        FakeUpstream.streamUntil(
            never, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n"));

    HttpResponse<String> response = rig.chat(ASK.replace("}]}", "}],\"stream\":true}"));
    never.countDown();

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("provider_timeout").doesNotContain("[DONE]");
    assertThat(rig.sink.only().errorType()).isEqualTo("provider_timeout");
  }

  @Test
  void refusesWhatGoesBeyondTheQueue() throws Exception {
    setUp(Rig.Setup.STANDARD.slots(1, 1));
    CountDownLatch go = new CountDownLatch(1);
    rig.upstream.script(connection -> {
      FakeUpstream.await(go);
      return FakeUpstream.json(200, FakeUpstream.COMPLETION).answer(connection);
    });
    List<Future<HttpResponse<String>>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 6; i++) {
        answers.add(threads.submit(() -> rig.chat(ASK)));
      }
      long refused = 0;
      while (refused < 4) {
        refused = answers.stream().filter(Future::isDone).count();
        Thread.onSpinWait();
      }
      go.countDown();
    }

    List<Integer> statuses =
        answers.stream().map(f -> f.resultNow().statusCode()).sorted().toList();
    assertThat(statuses).containsExactly(200, 200, 429, 429, 429, 429);
    assertThat(rig.sink.calls()).hasSize(6);
    assertThat(rig.sink.calls())
        .filteredOn(call -> "overloaded".equals(call.errorType()))
        .hasSize(4)
        .allMatch(call -> call.outcome() == Outcome.FAILURE);
  }

  @Test
  void givesEveryPlaceBack() {
    setUp(Rig.Setup.STANDARD.slots(1, 0).retries(0));
    rig.upstream.script(
        FakeUpstream.json(500, ERROR),
        FakeUpstream.hangUp(),
        FakeUpstream.json(200, "garbage"),
        FakeUpstream.cutStream("data: {\"choices\":[]}\n\n"),
        FakeUpstream.stream("data: {\"choices\":[]}\n\n", "data: [DONE]\n\n"),
        FakeUpstream.json(200, FakeUpstream.COMPLETION));

    for (int status : new int[] {500, 502, 502}) {
      assertThat(rig.chat(ASK).statusCode()).isEqualTo(status);
    }
    rig.chat(ASK.replace("}]}", "}],\"stream\":true}"));
    rig.chat(ASK.replace("}]}", "}],\"stream\":true}"));
    assertThat(rig.chat(ASK).statusCode()).isEqualTo(200);
    assertThat(rig.sink.calls()).hasSize(6);
  }
}
