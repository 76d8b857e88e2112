// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ratchet.base.Json;
import io.ratchet.call.Call;
import io.ratchet.call.Outcome;
import io.ratchet.call.Units;
import io.ratchet.routing.Owner;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class PromptCallTest {
  private static final String SCHEMA =
      """
      {"type":"object","properties":{"name":{"type":"string"},"age":{"type":["integer","null"]},
       "drugs":{"type":"array","items":{"type":"string"}}}}\
      """;

  private final Rig rig = new Rig();

  PromptCallTest() {
    rig.prompts
        .add("greeting", "1.0.0", null, "{}", null, "user: Hello {{ name }}")
        .add(
            "extraction",
            "1.0.0",
            "gpt-4o-mini",
            "{\"temperature\":0,\"top_p\":0.5}",
            SCHEMA,
            "system: Extract.",
            "user: Note: {{ document }}")
        .add("extraction", "2.0.0", null, "{}", SCHEMA, "user: v2 {{ document }}");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private JsonNode sent() throws InterruptedException {
    return Json.parse(rig.upstream.take().text());
  }

  @Test
  void rendersTheVersionsMessagesBeforeTheRequestsOwn() throws Exception {
    HttpResponse<String> response =
        rig.chat(
            """
            {"model":"prompt:extraction@v1.0.0","messages":[{"role":"user","content":"Be brief"}],
             "x":[1.50],"ratchet":{"variables":{"document":"Pat, 67"}}}\
            """);

    assertThat(response.statusCode()).isEqualTo(200);
    String text = rig.upstream.take().text();
    assertThat(text).contains("\"x\":[1.50]").doesNotContain("ratchet");
    JsonNode body = Json.parse(text);
    assertThat(body.path("messages").toString())
        .isEqualTo(
            "[{\"role\":\"system\",\"content\":\"Extract.\"},"
                + "{\"role\":\"user\",\"content\":\"Note: Pat, 67\"},"
                + "{\"role\":\"user\",\"content\":\"Be brief\"}]");
    assertThat(body.has("response_format")).isFalse();
  }

  @Test
  void takesModelAndParametersOfTheVersionAndLetsTheRequestsOwnParametersWin() throws Exception {
    rig.chat(
        """
        {"model":"prompt:extraction@1.0.0","top_p":0.9,
         "ratchet":{"variables":{"document":"d"},"model":"openai/gpt-4o"}}\
        """);

    JsonNode body = sent();
    assertThat(body.path("model").stringValue()).isEqualTo("gpt-4o-mini");
    assertThat(body.path("temperature").asInt(-1)).isZero();
    assertThat(body.path("top_p").asDouble()).isEqualTo(0.9);
    assertThat(rig.sink.only().model()).isEqualTo("gpt-4o-mini");
  }

  @Test
  void takesTheRequestsModelWhereTheVersionNamesNone() throws Exception {
    rig.chat(
        """
        {"model":"prompt:greeting","ratchet":{"variables":{"name":"Ada"},"model":"openai/gpt-4o"}}\
        """);

    assertThat(sent().path("model").stringValue()).isEqualTo("gpt-4o");
  }

  @Test
  void takesTheDefaultProvidersFirstModelWhereNobodyNamesOne() throws Exception {
    rig.chat("{\"model\":\"prompt:greeting\",\"ratchet\":{\"variables\":{\"name\":\"Ada\"}}}");

    assertThat(sent().path("model").stringValue()).isEqualTo("gpt-4o");
  }

  @Test
  void recordsVersionAndArmAndTellsThemInHeaders() throws Exception {
    rig.prompts.owner = new Owner.Experiment("exp-1", "trial");
    rig.prompts.variant = "treatment";

    HttpResponse<String> response =
        rig.chat(
            """
            {"model":"prompt:extraction","ratchet":{"variables":{"document":"d"},"unit":"user-17",
             "attributes":{"country":"DE","age":41},"tags":{"persona":"nurse"},
             "model":"openai/gpt-4o"}}\
            """);

    assertThat(response.headers().firstValue("x-ratchet-version")).hasValue("v2.0.0");
    assertThat(response.headers().firstValue("x-ratchet-variant")).hasValue("treatment");
    Call call = rig.sink.only();
    assertThat(call.subject()).isEqualTo(new Call.Subject("prompt", "extraction", "v2.0.0"));
    assertThat(call.experiment()).isEqualTo("exp-1");
    assertThat(call.variant()).isEqualTo("treatment");
    assertThat(call.unit()).isEqualTo(Units.hash("user-17"));
    assertThat(call.tags()).containsExactly(entry("persona", "nurse"));
    assertThat(rig.prompts.units).containsExactly("user-17");
    assertThat(rig.prompts.attributes.getFirst()).isEqualTo(Map.of("country", "DE", "age", 41L));
    assertThat(rig.prompts.used).hasSize(1);
  }

  @Test
  void leavesAPinnedRequestOutOfTheExperiment() throws Exception {
    rig.prompts.owner = new Owner.Experiment("exp-1", "trial");
    rig.prompts.variant = "treatment";

    HttpResponse<String> response =
        rig.chat(
            "{\"model\":\"prompt:extraction@v2.0.0\",\"ratchet\":{\"variables\":{\"document\":\"d\"}}}");

    assertThat(response.headers().firstValue("x-ratchet-variant")).isEmpty();
    assertThat(rig.sink.only().experiment()).isNull();
  }

  @Test
  void marksACallThatTheLastGoodVersionAnswered() throws Exception {
    rig.prompts.fellBack = true;

    rig.chat("{\"model\":\"prompt:greeting\",\"ratchet\":{\"variables\":{\"name\":\"Ada\"}}}");

    assertThat(rig.sink.only().tags()).containsEntry("fell_back", "true");
  }

  @Test
  void understandsMetadataFromClientsThatCannotSendMore() throws Exception {
    rig.chat(
        """
        {"model":"prompt:extraction","messages":[],"metadata":{"variables.document":"from metadata",
         "unit":"u-9","tags.persona":"coder","attributes":"{\\"country\\":\\"FR\\"}",
         "model":"openai/gpt-4o-mini","team":"blue"}}\
        """);

    JsonNode body = sent();
    assertThat(body.path("metadata").toString()).isEqualTo("{\"team\":\"blue\"}");
    assertThat(body.path("model").stringValue()).isEqualTo("gpt-4o-mini");
    assertThat(body.path("messages").path(0).path("content").stringValue())
        .isEqualTo("v2 from metadata");
    Call call = rig.sink.only();
    assertThat(call.unit()).isEqualTo(Units.hash("u-9"));
    assertThat(call.tags()).containsExactly(entry("persona", "coder"));
    assertThat(rig.prompts.attributes.getFirst()).isEqualTo(Map.of("country", "FR"));
  }

  @Test
  void dropsMetadataThatWasForUsAltogether() throws Exception {
    rig.chat(
        "{\"model\":\"prompt:greeting\",\"metadata\":{\"variables\":\"{\\\"name\\\":\\\"Ada\\\"}\"}}");

    JsonNode body = sent();
    assertThat(body.has("metadata")).isFalse();
    assertThat(body.path("messages").path(0).path("content").stringValue()).isEqualTo("Hello Ada");
  }

  @Test
  void refusesMissingVariablesAndRecordsThatTheVersionDidNotServe() throws Exception {
    HttpResponse<String> response = rig.chat("{\"model\":\"prompt:extraction\"}");

    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode error = Rig.json(response).path("error");
    assertThat(error.path("param").stringValue()).isEqualTo("ratchet.variables.document");
    assertThat(response.headers().firstValue("x-ratchet-version")).hasValue("v2.0.0");
    Call call = rig.sink.only();
    assertThat(call.outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(call.errorType()).isEqualTo("invalid_variables");
    assertThat(call.status()).isEqualTo(400);
    assertThat(rig.upstream.waiting()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{\\\"name\\\":\\\"Pat\\\",\\\"age\\\":67,\\\"drugs\\\":[\\\"a\\\"]}                | 1.0   | 3",
        "```json\\n{\\\"name\\\":\\\"Pat\\\",\\\"age\\\":null,\\\"drugs\\\":[]}\\n```        | 0.333 | 1",
        "  ```\\n{\\\"name\\\":\\\"\\\",\\\"age\\\":1,\\\"drugs\\\":[\\\"a\\\"]}\\n```  | 0.667 | 2",
      })
  void measuresHowCompleteAnAnswerIs(String content, double share, int fields) throws Exception {
    rig.upstream.script(FakeUpstream.json(200, answer(content, "stop")));

    rig.chat("{\"model\":\"prompt:extraction\",\"ratchet\":{\"variables\":{\"document\":\"d\"}}}");

    Call call = rig.sink.only();
    assertThat(call.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(call.completeness()).isCloseTo(share, org.assertj.core.data.Offset.offset(0.001));
    assertThat(call.fieldsExtracted()).isEqualTo(fields);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "Sure! Here it is.            | stop",
        "{\\\"name\\\":\\\"Pat\\\",   | length",
        "{name:1}                     | stop",
        "''                           | stop",
      })
  void countsAnAnswerThatIsNoJsonAsAFailureAndPassesItOn(String content, String reason)
      throws Exception {
    String body = answer(content, reason);
    rig.upstream.script(FakeUpstream.json(200, body));

    HttpResponse<String> response =
        rig.chat(
            "{\"model\":\"prompt:extraction\",\"ratchet\":{\"variables\":{\"document\":\"d\"}}}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(body);
    Call call = rig.sink.only();
    assertThat(call.outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(call.errorType()).isEqualTo("invalid_output");
    assertThat(call.completeness()).isNull();
    assertThat(call.tokens().input()).isEqualTo(20);
  }

  private static String answer(String content, String reason) {
    return FakeUpstream.COMPLETION
        .replace("\"usage\":{\"prompt_tokens\":20,", "\"usage\":{\"prompt_tokens\":20, ")
        .replace("\"Hello\"", "\"" + (content == null ? "" : content) + "\"")
        .replace("\"finish_reason\":\"stop\"", "\"finish_reason\":\"" + reason + "\"")
        .replace(",\"prompt_tokens_details\":{\"cached_tokens\":5}", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "prompt:nobody              | 404 | model_not_found",
        "prompt:extraction@v9.0.0   | 404 | model_not_found",
        "prompt:                    | 400 |",
        "prompt:a b                 | 400 |",
        "prompt:../etc/passwd       | 400 |",
      })
  void refusesAPromptThatIsNotThereWithoutACall(String model, int status, String code) {
    HttpResponse<String> response = rig.chat("{\"model\":\"" + model + "\"}");

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("x-should-retry")).hasValue("false");
    assertThat(Rig.json(response).path("error").path("code").asString("null"))
        .isEqualTo(code == null ? "null" : code);
    assertThat(rig.sink.calls()).isEmpty();
  }

  @Test
  void listsPromptsAndModels() {
    JsonNode list = Rig.json(rig.get("/v1/models"));

    assertThat(list.path("object").stringValue()).isEqualTo("list");
    assertThat(list.path("data").values().stream().map(m -> m.path("id").stringValue()))
        .containsExactly(
            "prompt:greeting",
            "prompt:extraction",
            "openai/gpt-4o",
            "openai/gpt-4o-mini",
            "simulated/simulated-small",
            "simulated/simulated-large");
    for (String path : new String[] {"openai/gpt-4o", "openai%2Fgpt-4o", "prompt:greeting"}) {
      assertThat(rig.get("/v1/models/" + path).statusCode()).isEqualTo(200);
    }
    assertThat(rig.get("/openai/v1/models/nothing").statusCode()).isEqualTo(404);
  }
}
