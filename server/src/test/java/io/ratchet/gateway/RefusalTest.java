// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What fails before a model resolves: an error in OpenAI's shape, and no call. */
final class RefusalTest {
  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "''                                                          | the body is empty |",
        "'  '                                                        | the body is empty |",
        "[]                                                          | not a JSON object |",
        "null                                                        | not a JSON object |",
        "\"text\"                                                    | not a JSON object |",
        "{                                                           | not valid JSON |",
        "{\"model\":\"m\"                                            | not valid JSON |",
        "{\"model\":\"m\"}{}                                         | something after |",
        "{\"model\":\"m\",\"model\":\"n\"}                           | not valid JSON |",
        "{\"model\":\"m\",\"a\":{\"b\":1,\"b\":2}}                   | not valid JSON |",
        "{}                                                          | model | model",
        "{\"model\":null}                                            | model | model",
        "{\"model\":7}                                               | model | model",
        "{\"model\":\" \"}                                           | model | model",
        "{\"model\":\"m\",\"ratchet\":7}                             | JSON object | ratchet",
        "{\"model\":\"m\",\"ratchet\":{\"unti\":\"u\"}}              | not a field | ratchet.unti",
        "{\"model\":\"m\",\"ratchet\":{\"unit\":7}}                  | a string | ratchet.unit",
        "{\"model\":\"m\",\"ratchet\":{\"tags\":{\"a\":[]}}}         | a string | ratchet.tags.a",
        "{\"model\":\"m\",\"ratchet\":{\"tags\":{\"\":\"x\"}}}       | 1 to 64 | ratchet.tags",
        "{\"model\":\"m\",\"ratchet\":{\"variables\":{\"a\":1}}}     | is for prompts | ratchet.variables",
        "{\"model\":\"m\",\"ratchet\":{\"model\":\"n\"}}              | is for prompts | ratchet.model",
        "{\"model\":\"prompt:p\",\"ratchet\":{\"variables\":[]}}     | an object | ratchet.variables",
        "{\"model\":\"prompt:p\",\"metadata\":{\"variables\":\"{\"}} | not JSON | metadata.variables",
        "{\"model\":\"m\",\"ratchet\":{\"simulate\":{\"latency_ms\":-1}}} | from 0 | ratchet.simulate.latency_ms",
        "{\"model\":\"m\",\"ratchet\":{\"simulate\":{\"latency\":1}}} | not a field | ratchet.simulate.latency",
      })
  void namesWhatIsWrongWithTheRequest(String body, String message, String param) {
    HttpResponse<String> response = rig.chat(body);

    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode error = Rig.json(response).path("error");
    assertThat(error.path("message").stringValue()).contains(message);
    assertThat(error.path("type").stringValue()).isEqualTo("invalid_request_error");
    assertThat(error.path("param").asString("")).isEqualTo(param == null ? "" : param);
    assertThat(error.has("code")).isTrue();
    assertThat(response.headers().firstValue("x-should-retry")).hasValue("false");
    assertThat(response.headers().firstValue("x-request-id")).isPresent();
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(rig.sink.calls()).isEmpty();
    assertThat(rig.upstream.waiting()).isZero();
  }

  @Test
  void readsOnlyUtf8() {
    byte[] utf16 = "{\"model\":\"m\"}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);

    HttpResponse<String> response =
        rig.post(
            "/v1/chat/completions", new String(utf16, java.nio.charset.StandardCharsets.UTF_8));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("UTF-8");
  }

  @Test
  void refusesADeepBodyInsteadOfFallingOver() {
    String deep = "[".repeat(50_000) + "]".repeat(50_000);

    HttpResponse<String> response = rig.chat("{\"model\":\"m\",\"x\":" + deep + "}");

    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void refusesABodyBeyondTheLimit() {
    HttpResponse<String> response =
        rig.chat("{\"model\":\"m\",\"x\":\"" + "a".repeat(17 << 20) + "\"}");

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(Rig.json(response).path("error").path("code").stringValue())
        .isEqualTo("request_too_large");
  }

  @Test
  void asksNobodyWhenTheCallCouldNotBeWritten() {
    rig.sink.full = new Failure(ErrorCode.EXHAUSTED, "the spool is full", "wait");

    HttpResponse<String> response = rig.chat("{\"model\":\"gpt-4o\",\"messages\":[]}");

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(Rig.json(response).path("error").path("message").stringValue())
        .contains("the spool is full");
    assertThat(response.headers().firstValue("retry-after")).isPresent();
    assertThat(rig.upstream.waiting()).isZero();
  }

  @Test
  void doesNotAnswerWhatCouldNotBeWritten() {
    rig.sink.broken = new Failure(ErrorCode.UNAVAILABLE, "the disk is full", "free some space");

    HttpResponse<String> response = rig.chat("{\"model\":\"gpt-4o\",\"messages\":[]}");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).doesNotContain("Hello");
  }

  @Test
  void leavesThePassedThroughMetadataToItsOwner() throws Exception {
    String body =
        "{\"model\":\"gpt-4o\",\"metadata\":{\"variables\":\"{\",\"unit\":\"u-1\",\"model\":\"x\"}}";

    assertThat(rig.chat(body).statusCode()).isEqualTo(200);
    assertThat(rig.upstream.take().text()).isEqualTo(body);
    assertThat(rig.sink.only().unit()).isEqualTo(io.ratchet.call.Units.hash("u-1"));
  }
}
