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

/** Whatever is wrong with a request below {@code /v1}: OpenAI's clients can read the answer. */
final class WireErrorsTest {
  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /v1/unknown",
    "POST,   /v1/embeddings",
    "POST,   /v1/responses",
    "GET,    /v1",
    "GET,    /v1/models/a/b/c",
    "DELETE, /openai/v1/nothing",
  })
  void unknownPaths(String method, String path) {
    HttpResponse<String> response = rig.send(method, path);

    assertThat(response.statusCode()).isEqualTo(404);
    JsonNode error = error(response, "invalid_request_error", "unknown_url");
    assertThat(error.path("message").stringValue()).contains(path);
    assertThat(response.headers().firstValue("x-should-retry")).hasValue("false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /v1/chat/completions        | POST",
        "DELETE | /openai/v1/chat/completions | POST",
        "POST   | /v1/models                  | GET, HEAD",
        "DELETE | /v1/models/gpt-4o           | GET, HEAD",
      })
  void wrongMethods(String method, String path, String allowed) {
    HttpResponse<String> response = rig.send(method, path);

    assertThat(response.statusCode()).isEqualTo(405);
    error(response, "invalid_request_error", "method_not_allowed");
    assertThat(response.headers().firstValue("allow")).hasValue(allowed);
  }

  @Test
  void unknownModelsAreTheirOwnError() {
    HttpResponse<String> response = rig.get("/v1/models/none");

    assertThat(response.statusCode()).isEqualTo(404);
    error(response, "invalid_request_error", "model_not_found");
  }

  @Test
  void callersWithoutAKey() {
    rig.refused = new Failure(ErrorCode.UNAUTHENTICATED, "a key is needed", "send one");

    HttpResponse<String> response = rig.chat("{\"model\":\"gpt-4o\"}");

    assertThat(response.statusCode()).isEqualTo(401);
    error(response, "invalid_request_error", "invalid_api_key");
    assertThat(response.headers().firstValue("www-authenticate")).hasValue("Bearer");
  }

  @Test
  void callersWhoseKeyDoesNotDo() {
    rig.refused = new Failure(ErrorCode.DENIED, "viewers may not", "ask for another key");

    HttpResponse<String> response = rig.chat("{\"model\":\"gpt-4o\"}");

    assertThat(response.statusCode()).isEqualTo(403);
    error(response, "permission_error", "permission_denied");
  }

  @Test
  void compressedBodies() {
    HttpResponse<String> response = rig.chat("{\"model\":\"gpt-4o\"}", "content-encoding", "gzip");

    assertThat(response.statusCode()).isEqualTo(400);
    error(response, "invalid_request_error", "");
  }

  @Test
  void bodiesBeyondTheLimit() {
    HttpResponse<String> response = rig.chat("\"" + "a".repeat(17 << 20) + "\"");

    assertThat(response.statusCode()).isEqualTo(413);
    error(response, "invalid_request_error", "request_too_large");
  }

  private static JsonNode error(HttpResponse<String> response, String type, String code) {
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    JsonNode error = Rig.json(response).path("error");
    assertThat(error.path("message").stringValue()).isNotBlank();
    assertThat(error.path("type").stringValue()).isEqualTo(type);
    assertThat(error.path("code").asString("")).isEqualTo(code);
    assertThat(error.has("param")).isTrue();
    return error;
  }
}
