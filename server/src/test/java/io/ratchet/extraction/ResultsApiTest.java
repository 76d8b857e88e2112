// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
final class ResultsApiTest {
  private final Clinic clinic;
  private final TestClient client;

  ResultsApiTest(Engine engine) {
    clinic = new Clinic(engine);
    client = clinic.client;
    clinic.add("a", "A", "{\"age\": 1, \"allergies\": [\"x\", \"y\"]}");
    clinic.add("b", "B", "{\"age\": 2}");
    clinic.add("c", "C", "null");
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  private void process(String document, String id, String version, String answer) {
    clinic.process(
        document, "{\"id\": \"%s\", \"prompt_version\": \"%s\"}".formatted(id, version), answer);
  }

  private List<String> ids(String query) {
    List<String> ids = new ArrayList<>();
    TestClient.Reply reply = client.get("/api/results?" + query);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    reply.json().path("results").forEach(result -> ids.add(result.path("id").stringValue()));
    return ids;
  }

  @Test
  void listsByVersionDocumentStatusAndTimeTheNewestFirst() {
    process("a", "r1", "v1.0.0", "{\"age\": 1, \"allergies\": []}");
    process("b", "r2", "v1.1.0", "no");
    process("a", "r3", "v1.1.0", "{\"age\": 1, \"allergies\": []}");
    String time = client.get("/api/results/r2").json().path("time").stringValue();

    assertThat(ids("")).containsExactly("r3", "r2", "r1");
    assertThat(ids("prompt_version=1.1.0")).containsExactly("r3", "r2");
    assertThat(ids("prompt=extraction&prompt_version=v1.0.0")).containsExactly("r1");
    assertThat(ids("prompt=seed")).isEmpty();
    assertThat(ids("document=a")).containsExactly("r3", "r1");
    assertThat(ids("status=FAILURE")).containsExactly("r2");
    assertThat(ids("status=success&document=a&prompt_version=v1.1.0")).containsExactly("r3");
    assertThat(ids("from=" + time)).containsExactly("r3", "r2");
    assertThat(ids("to=" + time)).containsExactly("r1");
    assertThat(ids("experiment=none")).isEmpty();
    assertThat(ids("variant=treatment")).isEmpty();
    assertThat(client.get("/api/results?status=perhaps").status()).isEqualTo(400);
    assertThat(client.get("/api/results/none").status()).isEqualTo(404);
  }

  @Test
  void pagesMeetWithoutGapOrOverlap() {
    for (int i = 0; i < 5; i++) {
      process("c", "r" + i, "v1.0.0", "{\"age\": 1, \"allergies\": []}");
    }
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      JsonNode page = client.get("/api/results?document=c&limit=2&page_token=" + token).json();
      page.path("results").forEach(result -> seen.add(result.path("id").stringValue()));
      token = page.path("next_page_token").asString("");
    } while (!token.isEmpty());

    assertThat(seen).containsExactly("r4", "r3", "r2", "r1", "r0");
  }

  @Test
  void addsUpMicroAndMacroFiguresOfAVersion() {
    process("a", "r1", "v1.0.0", "{\"age\": 1, \"allergies\": [\"x\", \"z\"]}");
    process("b", "r2", "v1.0.0", "{\"age\": 3, \"allergies\": []}");
    process("c", "r3", "v1.0.0", "{\"age\": 3, \"allergies\": []}");
    JsonNode summary = client.get("/api/results/summary?prompt_version=1.0.0").json();

    assertThat(summary.path("results").intValue()).isEqualTo(3);
    assertThat(summary.path("documents").intValue()).isEqualTo(3);
    assertThat(summary.path("evaluated_results").intValue()).isEqualTo(2);
    assertThat(summary.path("truncated").booleanValue()).isFalse();
    assertThat(summary.path("micro").toString())
        .isEqualTo("{\"tp\":2,\"fp\":2,\"fn\":2,\"precision\":0.5,\"recall\":0.5,\"f1\":0.5}");
    assertThat(summary.path("macro").toString())
        .isEqualTo("{\"precision\":0.5,\"recall\":0.5,\"f1\":0.5}");
    assertThat(summary.path("fields").toString())
        .isEqualTo(
            "[{\"field\":\"age\",\"tp\":1,\"fp\":1,\"fn\":1,\"precision\":0.5,\"recall\":0.5,\"f1\":0.5},"
                + "{\"field\":\"allergies\",\"tp\":1,\"fp\":1,\"fn\":1,\"precision\":0.5,\"recall\":0.5,"
                + "\"f1\":0.5}]");
  }

  @Test
  void aSummaryOfTooManyResultsSaysThatItLeftSomeOut() {
    for (int i = 0; i < 4; i++) {
      process("a", "r" + i, "v1.0.0", "{\"age\": 1, \"allergies\": [\"x\", \"y\"]}");
    }
    JsonNode summary = client.get("/api/results/summary?prompt_version=v1.0.0").json();

    assertThat(summary.path("results").intValue()).isEqualTo(3);
    assertThat(summary.path("truncated").booleanValue()).isTrue();
    assertThat(summary.path("micro").path("f1").doubleValue()).isEqualTo(1);
  }

  @Test
  void aSummaryOfNothingKnowsNothing() {
    JsonNode summary = client.get("/api/results/summary?prompt_version=v1.0.0").json();

    assertThat(summary.path("micro").path("f1").isNull()).isTrue();
    assertThat(summary.path("macro").path("precision").isNull()).isTrue();
    assertThat(client.get("/api/results/summary").status()).isEqualTo(400);
  }

  @Test
  void theProviderDidNotAnswerSoNothingIsHeldAgainstTheGold() {
    clinic.provider.fails(500, "down");
    client.post("/api/process/a", "{\"prompt_version\": \"v1.0.0\"}");
    JsonNode summary = client.get("/api/results/summary?prompt_version=v1.0.0").json();

    assertThat(summary.path("failures").intValue()).isEqualTo(1);
    assertThat(summary.path("evaluated_results").intValue()).isZero();
  }
}
