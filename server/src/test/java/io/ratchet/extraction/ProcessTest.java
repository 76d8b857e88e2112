// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.call.Call;
import io.ratchet.call.Outcome;
import io.ratchet.call.Units;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Engine;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
final class ProcessTest {
  private static final String GOOD = "{\"age\": 67, \"allergies\": [\"penicillin\"]}";
  private final Clinic clinic;
  private final TestClient client;

  ProcessTest(Engine engine) {
    clinic = new Clinic(engine);
    client = clinic.client;
    clinic.add("note", "A note.", "{\"age\": 67, \"allergies\": [\"Penicillin\", \"latex\"]}");
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  private Call call() {
    assertThat(clinic.calls).hasSize(1);
    return clinic.calls.getFirst();
  }

  @Test
  void extractsTheFieldsAndRecordsOneCallOfTheSameFigures() {
    JsonNode result = clinic.process("note", "{\"prompt_version\": \"1.0.0\"}", GOOD);

    assertThat(clinic.provider.lastText()).isEqualTo("Extract: A note.\n");
    assertThat(result.path("status").stringValue()).isEqualTo("success");
    assertThat(result.path("prompt_version").stringValue()).isEqualTo("v1.0.0");
    assertThat(result.path("answer_form").stringValue()).isEqualTo("whole");
    assertThat(result.path("fields").toString())
        .isEqualTo("{\"age\":67,\"allergies\":[\"penicillin\"]}");
    assertThat(result.path("completeness").doubleValue()).isEqualTo(1);
    assertThat(result.path("fields_extracted").intValue()).isEqualTo(2);
    assertThat(result.path("cost_usd").stringValue()).isEqualTo("0.00014");
    assertThat(result.path("evaluation").path("precision").doubleValue()).isEqualTo(1);
    assertThat(result.path("evaluation").path("recall").doubleValue()).isEqualTo(2 / 3.0);
    assertThat(result.path("evaluation").path("f1").doubleValue()).isEqualTo(0.8);
    assertThat(client.get("/api/results/" + call().id()).json()).isEqualTo(result);

    assertThat(call().id()).isEqualTo(result.path("call_id").stringValue());
    assertThat(call().outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(call().completeness()).isEqualTo(1);
    assertThat(call().fieldsExtracted()).isEqualTo(2);
    assertThat(call().costNanos()).isEqualTo(140_000);
    assertThat(call().scores()).containsExactly(Map.entry("f1", 0.8));
    assertThat(call().subject()).isEqualTo(Call.Subject.of("prompt", "extraction", "v1.0.0"));
  }

  @Test
  void takesTheVersionAsTheWorldWritesIt() {
    for (String body :
        new String[] {
          "{\"prompt_version\": \"v1.1.0\"}",
          "{\"prompt_version\": \"1.1.0\"}",
          "{\"prompt_version\": \"latest\"}",
          "{\"prompt\": \"extraction\", \"prompt_version\": \"DEV\"}",
          "{}",
          ""
        }) {
      assertThat(clinic.process("note", body, GOOD).path("prompt_version").stringValue())
          .as(body)
          .isEqualTo("v1.1.0");
    }
    clinic.provider.says(GOOD);
    assertThat(
            client
                .post("/api/process/note?prompt_version=v1.0.0", "")
                .json()
                .path("prompt_version"))
        .hasToString("\"v1.0.0\"");
  }

  @Test
  void fillsAPromptThatCallsTheTextOtherwise() {
    clinic.process(
        "note", "{\"prompt\": \"seed\", \"variables\": {\"reader\": \"me\"}}", "{\"a\": 1}");

    assertThat(clinic.provider.lastText()).isEqualTo("Read A note. for me");
  }

  @Test
  void findsTheAnswerInAFenceAndInProse() {
    JsonNode fenced = clinic.process("note", "", "Here:\n```json\n" + GOOD + "\n```");
    JsonNode embedded = clinic.process("note", "", "The fields are " + GOOD + ", I think.");

    assertThat(fenced.path("answer_form").stringValue()).isEqualTo("fenced");
    assertThat(embedded.path("answer_form").stringValue()).isEqualTo("embedded");
    assertThat(embedded.path("status").stringValue()).isEqualTo("success");
    assertThat(embedded.path("fields")).isEqualTo(fenced.path("fields"));
  }

  @Test
  void anAnswerWithoutJsonIsAFailureThatFoundNothing() {
    JsonNode result = clinic.process("note", "", "I am sorry.");

    assertThat(result.path("status").stringValue()).isEqualTo("failure");
    assertThat(result.path("error_type").stringValue()).isEqualTo("invalid_output");
    assertThat(result.path("error").stringValue()).contains("I am sorry.");
    assertThat(result.path("fields").isNull()).isTrue();
    assertThat(result.path("completeness").isNull()).isTrue();
    assertThat(result.path("evaluation").path("precision").isNull()).isTrue();
    assertThat(result.path("evaluation").path("f1").doubleValue()).isZero();
    assertThat(call().outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(call().errorType()).isEqualTo("invalid_output");
    assertThat(call().status()).isEqualTo(200);
  }

  @Test
  void anAnswerThatBreaksTheSchemaIsAFailureWithItsFields() {
    JsonNode result = clinic.process("note", "", "{\"age\": \"old\", \"colour\": \"red\"}");

    assertThat(result.path("status").stringValue()).isEqualTo("failure");
    assertThat(
            result.path("schema_problems").values().stream()
                .map(p -> p.path("where").stringValue()))
        .containsExactlyInAnyOrder("age", "colour", "allergies");
    assertThat(result.path("fields").path("age").stringValue()).isEqualTo("old");
    assertThat(result.path("completeness").doubleValue()).isEqualTo(0.5);
    assertThat(call().completeness()).isEqualTo(0.5);
    assertThat(call().errorType()).isEqualTo("invalid_output");
  }

  @Test
  void aFailureOfTheProviderIsAResultAndKeepsItsStatus() {
    clinic.provider.fails(503, "overloaded");
    TestClient.Reply reply = client.post("/api/process/note", "");
    JsonNode result = reply.json().path("result");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.json().path("detail").stringValue()).isEqualTo("overloaded");
    assertThat(reply.json().path("code").stringValue()).isEqualTo("upstream");
    assertThat(result.path("error_type").stringValue()).isEqualTo("provider_error");
    assertThat(result.path("evaluation").isNull()).isTrue();
    assertThat(client.get("/api/results/" + call().id()).json()).isEqualTo(result);
    assertThat(call().outcome()).isEqualTo(Outcome.FAILURE);
  }

  @Test
  void aMissingVariableIsARefusedCallWithItsName() {
    TestClient.Reply reply = client.post("/api/process/note", "{\"prompt\": \"seed\"}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("detail").stringValue())
        .contains("variables.reader")
        .doesNotContain("ratchet.");
    assertThat(call().errorType()).isEqualTo("invalid_variables");
    assertThat(clinic.provider.count()).isZero();
  }

  @Test
  void whatDoesNotExistIsRefusedWithoutACall() {
    assertThat(client.post("/api/process/none", "").status()).isEqualTo(404);
    assertThat(client.post("/api/process/note", "{\"prompt_version\": \"v9.0.0\"}").status())
        .isEqualTo(404);
    assertThat(client.post("/api/process/note", "{\"prompt\": \"none\"}").status()).isEqualTo(404);
    assertThat(client.post("/api/process/note", "{\"prompt_version\": \"a b\"}").status())
        .isEqualTo(400);
    assertThat(client.post("/api/process/note", "{\"variables\": {\"document\": \"x\"}}").status())
        .isEqualTo(400);
    assertThat(client.post("/api/process/note", "{\"version\": \"v1.0.0\"}").status())
        .isEqualTo(400);
    assertThat(clinic.calls).isEmpty();
  }

  @Test
  void workUnderAnIdIsDoneOnce() {
    JsonNode first = clinic.process("note", "{\"id\": \"run-1\"}", GOOD);
    TestClient.Reply again = client.post("/api/process/note", "{\"id\": \"run-1\"}");
    clinic.add("other", "Another.", "null");

    assertThat(first.path("id").stringValue()).isEqualTo("run-1");
    assertThat(again.json()).isEqualTo(first);
    assertThat(call().id()).isEqualTo("run-1");
    assertThat(client.post("/api/process/other", "{\"id\": \"run-1\"}").status()).isEqualTo(409);
  }

  @Test
  void theCallIsWrittenBeforeTheResult() {
    clinic.provider.meanwhile(() -> client.send("DELETE", "/api/documents/note", null));
    clinic.provider.says(GOOD);
    TestClient.Reply reply = client.post("/api/process/note", "");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.json().path("hint").stringValue()).contains(call().id());
    assertThat(client.get("/api/results").json().path("results").size()).isZero();
  }

  @Test
  void theSameUnitGetsTheSameVersionAndTheDocumentIsTheUnitWhereNoneIsNamed() {
    clinic.world.client.send(
        "PUT",
        "/api/prompts/extraction/route",
        """
        {"versions": [{"version": "v1.0.0", "weight": 0.5}, {"version": "v1.1.0", "weight": 0.5}]}
        """);
    for (int i = 0; i < 10; i++) {
      clinic.process("note", "", GOOD);
    }

    assertThat(clinic.calls.stream().map(Call::subject).distinct()).hasSize(1);
    assertThat(clinic.calls.stream().map(Call::unit).distinct())
        .containsExactly(Units.hash("note"));
  }

  @Test
  void newGoldCountsForResultsMadeBefore() {
    String id = clinic.process("note", "", GOOD).path("id").stringValue();
    client.send(
        "PUT", "/api/documents/note/gold", "{\"age\": 67, \"allergies\": [\"penicillin\"]}");

    assertThat(client.get("/api/results/" + id).json().path("evaluation").path("f1").doubleValue())
        .isEqualTo(1);
  }

  @Test
  void unitsAreSpreadOverTheVersionsOfTheRoute() {
    clinic.world.client.send(
        "PUT",
        "/api/prompts/extraction/route",
        """
        {"versions": [{"version": "v1.0.0", "weight": 0.5}, {"version": "v1.1.0", "weight": 0.5}]}
        """);
    for (int i = 0; i < 30; i++) {
      clinic.process("note", "{\"unit\": \"user-" + i + "\"}", GOOD);
    }

    assertThat(clinic.calls.stream().map(Call::subject).distinct()).hasSize(2);
  }

  @Test
  void callsMadeWithoutGoldLearnTheirScoreOnceItIsKnown() {
    clinic.add("later", "Later.", "null");
    String id = clinic.process("later", "", GOOD).path("id").stringValue();
    clinic.process("note", "", GOOD);
    client.send("PUT", "/api/documents/note/gold", "{\"age\": 1}");
    assertThat(clinic.feedback).isEmpty();

    client.send("PUT", "/api/documents/later/gold", "{\"age\": 67}");
    client.send("PUT", "/api/documents/later/gold", "{\"age\": 1}");

    assertThat(clinic.feedback).hasSize(2);
    assertThat(clinic.feedback.getFirst().callId()).isEqualTo(id);
    assertThat(clinic.feedback.getFirst().name()).isEqualTo("f1");
    assertThat(clinic.feedback.getFirst().value().doubleValue()).isEqualTo(2 / 3.0);
    assertThat(clinic.feedback.getLast().id()).isEqualTo(clinic.feedback.getFirst().id());
  }
}
