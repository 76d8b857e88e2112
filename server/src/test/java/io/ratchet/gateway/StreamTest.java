// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.call.Call;
import io.ratchet.call.Outcome;
import io.ratchet.call.Tokens;
import io.ratchet.call.UsageSource;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class StreamTest {
  private static final String ASK =
      "{\"model\":\"gpt-4o\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"12345678\"}]%s}";
  private static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
  private static final String HEL = chunk("{\"content\":\"Hel\"}", "null");
  private static final String LO = chunk("{\"content\":\"lo caf\u00e9\"}", "null");
  private static final String STOP = chunk("{}", "\"stop\"");
  private static final String USAGE =
      "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\","
          + "\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4,\"total_tokens\":13,"
          + "\"prompt_tokens_details\":{\"cached_tokens\":0}}}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  private final Rig rig = new Rig();

  private static String chunk(String delta, String finishReason) {
    return "data: {\"id\": \"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\","
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finishReason
        + "}],\"usage\":null}\n\n";
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void forwardsEveryEventAsItCameAndEndsTheBodyAfterDone() throws Exception {
    String comment = ": keepalive\r\n\r\n";
    rig.upstream.script(FakeUpstream.stream(ROLE, comment, HEL, LO, STOP, USAGE, DONE));

    HttpResponse<String> response =
        rig.chat(ASK.formatted(",\"stream_options\":{\"include_usage\":true}"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(ROLE + comment + HEL + LO + STOP + USAGE + DONE);
    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(response.headers().firstValue("x-ratchet-call-id"))
        .hasValue(rig.sink.calls().getFirst().id());
    assertThat(response.headers().firstValue("x-ratchet-cost")).isEmpty();
  }

  @Test
  void asksForUsageAndHidesItFromACallerWhoDidNot() throws Exception {
    rig.upstream.script(FakeUpstream.stream(ROLE, HEL, LO, STOP, USAGE, DONE));

    HttpResponse<String> response =
        rig.chat(ASK.formatted(",\"stream_options\":{\"include_obfuscation\":false}"));

    assertThat(response.body()).isEqualTo(ROLE + HEL + LO + STOP + DONE);
    JsonNode sent = Json.parse(rig.upstream.take().text());
    assertThat(sent.path("stream_options").toString())
        .isEqualTo("{\"include_obfuscation\":false,\"include_usage\":true}");
    Call call = rig.sink.only();
    assertThat(call.tokens()).isEqualTo(new Tokens(9L, 4L, 0L, null));
    assertThat(call.usageSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(call.costNanos()).isEqualTo(9 * 2_500 + 4 * 10_000);
    assertThat(call.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(call.firstTokenMicros()).isNotNull().isLessThanOrEqualTo(call.latencyMicros());
  }

  @Test
  void keepsTheStreamedAnswerPutTogether() throws Exception {
    rig.upstream.script(
        FakeUpstream.stream(
            ROLE,
            HEL,
            LO,
            chunk(
                "{\"tool_calls\":[{\"index\":0,\"id\":\"t1\",\"type\":\"function\","
                    + "\"function\":{\"name\":\"look\",\"arguments\":\"{\\\"a\\\"\"}}]}",
                "null"),
            chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\":1}\"}}]}", "null"),
            STOP,
            USAGE,
            DONE));

    rig.chat(ASK.formatted(""));

    JsonNode kept = Json.parse(String.valueOf(rig.sink.only().bodies().response()));
    assertThat(kept.path("object").stringValue()).isEqualTo("chat.completion");
    JsonNode choice = kept.path("choices").path(0);
    assertThat(choice.path("message").path("content").stringValue()).isEqualTo("Hello caf\u00e9");
    assertThat(choice.path("finish_reason").stringValue()).isEqualTo("stop");
    assertThat(choice.path("message").path("tool_calls").path(0).path("function").toString())
        .isEqualTo("{\"name\":\"look\",\"arguments\":\"{\\\"a\\\":1}\"}");
    assertThat(kept.path("usage").path("prompt_tokens").asInt()).isEqualTo(9);
  }

  @Test
  void handsAnEventOnBeforeTheNextOneComes() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    rig.upstream.script(FakeUpstream.streamUntil(read, ROLE, HEL));

    HttpResponse<InputStream> response = rig.open(ASK.formatted(""));
    byte[] first = response.body().readNBytes((ROLE + HEL).length());
    assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo(ROLE + HEL);
    assertThat(rig.sink.calls()).isEmpty();
    read.countDown();
    response.body().readAllBytes();

    assertThat(rig.sink.only().errorType()).isEqualTo("answer_cut");
  }

  @Test
  void recordsTheCallBeforeDoneLeaves() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    rig.upstream.script(FakeUpstream.streamUntil(read, ROLE, HEL, STOP, USAGE, DONE));

    HttpResponse<InputStream> response = rig.open(ASK.formatted(""));
    response.body().readNBytes((ROLE + HEL + STOP + DONE).length());

    assertThat(rig.sink.calls()).hasSize(1);
    read.countDown();
  }

  @Test
  void tellsACallerThatTheStreamWasCutAndDoesNotSayDone() throws Exception {
    rig.upstream.script(FakeUpstream.cutStream(ROLE, HEL));

    HttpResponse<String> response = rig.chat(ASK.formatted(""));

    assertThat(response.body()).startsWith(ROLE + HEL).doesNotContain("[DONE]");
    JsonNode error = last(response);
    assertThat(error.path("error").path("code").stringValue()).isEqualTo("answer_cut");
    assertThat(error.path("error").path("message").isString()).isTrue();
    Call call = rig.sink.only();
    assertThat(call.outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(call.errorType()).isEqualTo("answer_cut");
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.tokens()).isEqualTo(new Tokens(3L, 1L, null, null));
    assertThat(call.usageSource()).isEqualTo(UsageSource.ESTIMATED);
  }

  private static JsonNode last(HttpResponse<String> response) {
    String body = response.body().strip();
    return Json.parse(body.substring(body.lastIndexOf("data: ") + "data: ".length()));
  }

  @Test
  void endsAFinishedAnswerWithDoneWhereTheProviderForgetsIt() throws Exception {
    rig.upstream.script(FakeUpstream.stream(ROLE, HEL, STOP));

    HttpResponse<String> response = rig.chat(ASK.formatted(""));

    assertThat(response.body()).isEqualTo(ROLE + HEL + STOP + DONE);
    assertThat(rig.sink.only().usageSource()).isEqualTo(UsageSource.ESTIMATED);
  }

  @Test
  void turnsAnErrorWithinAStreamIntoOneErrorEvent() throws Exception {
    rig.upstream.script(
        FakeUpstream.stream(
            ROLE, "event: error\ndata: {\"error\":{\"message\":\"m\",\"type\":\"t\"}}\n\n", DONE));

    HttpResponse<String> response = rig.chat(ASK.formatted(""));

    assertThat(response.body())
        .isEqualTo(ROLE + "data: {\"error\":{\"message\":\"m\",\"type\":\"t\"}}\n\n");
    assertThat(rig.sink.only().errorType()).isEqualTo("provider_error");
  }

  @Test
  void answersAnErrorInTheFirstEventWithAStatusOfItsOwn() throws Exception {
    rig.upstream.script(
        FakeUpstream.stream("data: {\"error\":{\"message\":\"m\",\"type\":\"t\"}}\n\n"));

    HttpResponse<String> response = rig.chat(ASK.formatted(""));

    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(Rig.json(response).path("error").path("message").stringValue()).isEqualTo("m");
    assertThat(rig.sink.only().status()).isEqualTo(502);
  }

  @Test
  void neverSendsANullError() throws Exception {
    rig.upstream.script(
        FakeUpstream.stream(ROLE.replace("{\"id\"", "{\"error\":null,\"id\""), STOP, DONE));

    HttpResponse<String> response = rig.chat(ASK.formatted(""));

    assertThat(response.body()).doesNotContain("error").contains("\"role\":\"assistant\"");
    assertThat(rig.sink.only().outcome()).isEqualTo(Outcome.SUCCESS);
  }

  @Test
  void endsAStreamOfGarbageWithAnError() throws Exception {
    rig.upstream.script(FakeUpstream.stream(ROLE, "data: <html>\n\n", STOP, DONE));

    HttpResponse<String> response = rig.chat(ASK.formatted(""));

    assertThat(last(response).path("error").path("code").stringValue())
        .isEqualTo("malformed_answer");
    assertThat(rig.sink.only().errorType()).isEqualTo("malformed_answer");
  }

  @Test
  void recordsACallerWhoLeavesAsInterruptedAndHangsUpOnTheProvider() throws Exception {
    CountDownLatch hungUp = new CountDownLatch(1);
    rig.upstream.script(connection -> {
      connection.write(FakeUpstream.STREAM_HEAD).chunk(ROLE).chunk(HEL);
      try {
        while (true) {
          connection.chunk(LO);
          Thread.onSpinWait();
        }
      } finally {
        hungUp.countDown();
      }
    });

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.server.port())) {
      byte[] body = ASK.formatted("").getBytes(StandardCharsets.UTF_8);
      socket
          .getOutputStream()
          .write(
              ("POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: "
                      + body.length
                      + "\r\n\r\n"
                      + new String(body, StandardCharsets.UTF_8))
                  .getBytes(StandardCharsets.UTF_8));
      assertThat(socket.getInputStream().readNBytes(400)).hasSize(400);
      socket.setSoLinger(true, 0);
    }

    assertThat(hungUp.await(20, TimeUnit.SECONDS)).isTrue();
    Call call = rig.sink.only();
    assertThat(call.outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(call.errorType()).isEqualTo("client_disconnected");
    assertThat(call.usageSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(call.tokens().input()).isEqualTo(3);
    assertThat(call.tokens().output()).isPositive();
    assertThat(call.costNanos()).isPositive();
  }

  @Test
  void doesNotSayDoneWhereTheCallCannotBeWritten() {
    rig.sink.broken = new Failure(ErrorCode.UNAVAILABLE, "the disk is full", "free some space");
    rig.upstream.script(FakeUpstream.stream(ROLE, HEL, STOP, USAGE, DONE));

    HttpResponse<String> response = rig.chat(ASK.formatted(""));

    assertThat(response.body()).startsWith(ROLE + HEL + STOP).doesNotContain("[DONE]");
    assertThat(last(response).path("error").path("message").stringValue()).contains("disk");
  }

  @Test
  void simulatedStreamsArePacedAndWhole() throws Exception {
    HttpResponse<String> response =
        rig.chat(
            ASK.replace("gpt-4o", "simulated/simulated-small")
                .formatted(
                    ",\"ratchet\":{\"simulate\":{\"latency_ms\":1000,\"output_tokens\":50}}"));

    assertThat(response.body()).startsWith("data: {").endsWith(DONE);
    assertThat(response.headers().firstValue("x-ratchet-simulated")).hasValue("true");
    assertThat(rig.pauses.size()).isGreaterThan(5);
    long millis = rig.pauses.stream().mapToLong(java.time.Duration::toMillis).sum();
    assertThat(millis).isBetween(700L, 1000L);
    assertThat(rig.sink.only().tokens().output()).isEqualTo(50);
  }
}
