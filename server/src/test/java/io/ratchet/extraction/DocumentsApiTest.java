// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
final class DocumentsApiTest {
  private final Clinic clinic;
  private final TestClient client;

  DocumentsApiTest(Engine engine) {
    clinic = new Clinic(engine);
    client = clinic.client;
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  private HttpResponse<String> send(String path, String type, byte[] body)
      throws IOException, InterruptedException {
    try (HttpClient plain = HttpClient.newHttpClient()) {
      return plain.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + clinic.port() + path))
              .header("content-type", type)
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void keepsADocumentWithEverythingThatWasSent() {
    TestClient.Reply added =
        client.post(
            "/api/documents",
            """
            {"id": "a b", "name": "N", "text": "caf\\u00e9 \\ud83d\\ude00", "metadata": {"w": [1]},
             "gold": {"age": 1}}
            """);
    JsonNode shown = client.get("/api/documents/a%20b").json();

    assertThat(added.status()).isEqualTo(201);
    assertThat(shown).isEqualTo(added.json());
    assertThat(shown.path("text").stringValue()).isEqualTo("café \ud83d\ude00");
    assertThat(shown.path("characters").intValue()).isEqualTo(6);
    assertThat(shown.path("metadata").toString()).isEqualTo("{\"w\":[1]}");
    assertThat(shown.path("gold").toString()).isEqualTo("{\"age\":1}");
    assertThat(shown.path("sha256").stringValue()).hasSize(64);
  }

  @Test
  void takesTheSameContentAgainAndRefusesAnotherUnderTheSameId() {
    String body = "{\"id\": \"d\", \"text\": \"t\", \"gold\": {\"age\": 1}}";
    TestClient.Reply first = client.post("/api/documents", body);
    client.send("PUT", "/api/documents/d/gold", "{\"age\": 2}");
    TestClient.Reply again = client.post("/api/documents", body);
    TestClient.Reply other = client.post("/api/documents", body.replace("\"t\"", "\"u\""));

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("gold").toString()).isEqualTo("{\"age\":2}");
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.json().path("detail").stringValue()).contains("d is there");
    assertThat(client.get("/api/documents/d").json().path("text").stringValue()).isEqualTo("t");
  }

  @Test
  void takesABareTextWhateverItBeginsWith() throws IOException, InterruptedException {
    HttpResponse<String> reply =
        send("/api/documents?id=bare&name=N", "text/plain", "{not json} [x]".getBytes(UTF_8));

    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
    JsonNode shown = client.get("/api/documents/bare").json();
    assertThat(shown.path("text").stringValue()).isEqualTo("{not json} [x]");
    assertThat(shown.path("name").stringValue()).isEqualTo("N");
  }

  @Test
  void takesAFormWithAFile() throws IOException, InterruptedException {
    String form =
        """
        preamble
        --XyZ
        Content-Disposition: form-data; name="file"; filename="note \\"1\\".txt"
        Content-Type: text/plain

        line 1
        line 2
        --XyZ
        Content-Disposition: form-data; name="id"

        form-1
        --XyZ
        Content-Disposition: form-data; name="gold"

        {"age": 3}
        --XyZ--
        """
            .replace("\n", "\r\n");
    HttpResponse<String> reply =
        send("/api/documents", "multipart/form-data; boundary=XyZ", form.getBytes(UTF_8));

    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
    JsonNode shown = client.get("/api/documents/form-1").json();
    assertThat(shown.path("text").stringValue()).isEqualTo("line 1\r\nline 2");
    assertThat(shown.path("name").stringValue()).isEqualTo("note \"1\".txt");
    assertThat(shown.path("gold").toString()).isEqualTo("{\"age\":3}");
  }

  @Test
  void refusesBrokenFormsAndTextsThatAreNone() throws IOException, InterruptedException {
    String type = "multipart/form-data; boundary=b";
    for (String form :
        List.of(
            "",
            "--b",
            "--b--",
            "--b\r\n\r\nx\r\n--b--",
            "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
            "--b\r\nContent-Disposition: form-data; name=file\r\n\r\nx",
            "--b\r\nContent-Disposition: form-data; name=file\r\n\r\nx\r\n--bogus")) {
      assertThat(send("/api/documents", type, form.getBytes(UTF_8)).statusCode())
          .as(form)
          .isEqualTo(400);
    }
    assertThat(send("/api/documents", "multipart/form-data", "x".getBytes(UTF_8)).statusCode())
        .isEqualTo(400);
    byte[] latin = {(byte) 0xE9, 't'};
    assertThat(send("/api/documents", "text/plain", latin).body()).contains("UTF-8");
    assertThat(client.get("/api/documents").json().path("documents").size()).isZero();
  }

  @Test
  void refusesWhatIsTooLargeAndSaysWhichLimitToRaise() {
    String gold = "{\"a\": \"" + "x".repeat(200) + "\"}";
    for (String[] one :
        new String[][] {
          {"{\"text\": \"" + "x".repeat(1_001) + "\"}", "extraction.max_document"},
          {"{\"text\": \"x\", \"metadata\": {\"a\": \"" + "x".repeat(100) + "\"}}", "max_metadata"},
          {"{\"text\": \"x\", \"gold\": " + gold + "}", "max_gold"}
        }) {
      TestClient.Reply reply = client.post("/api/documents", one[0]);

      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.json().path("hint").stringValue()).contains(one[1]);
    }
    clinic.add("d", "x", "null");
    assertThat(client.send("PUT", "/api/documents/d/gold", gold).status()).isEqualTo(413);
  }

  @Test
  void namesEveryFaultOfADocument() {
    TestClient.Reply reply =
        client.post(
            "/api/documents",
            "{\"id\": \"a/b\", \"name\": \" \", \"text\": \" \", \"gold\": [], \"colour\": 1}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(
            reply.json().path("problems").values().stream().map(p -> p.path("where").stringValue()))
        .containsExactlyInAnyOrder("id", "name", "text", "gold", "colour");
  }

  @Test
  void listsTheNewestFirstPageByPage() {
    for (int i = 0; i < 5; i++) {
      clinic.add("d" + i, "text", "null");
    }
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      JsonNode page = client.get("/api/documents?limit=2&page_token=" + token).json();
      page.path("documents").forEach(document -> seen.add(document.path("id").stringValue()));
      token = page.path("next_page_token").asString("");
    } while (!token.isEmpty());

    assertThat(seen).containsExactly("d4", "d3", "d2", "d1", "d0");
    assertThat(client.get("/api/documents?page_token=x").status()).isEqualTo(400);
  }

  @Test
  void forgetsADocumentWithItsResults() {
    clinic.add("d", "text", "null");
    clinic.process("d", "{\"id\": \"r\"}", "{\"age\": 1, \"allergies\": []}");

    assertThat(client.send("DELETE", "/api/documents/d", null).status()).isEqualTo(200);
    assertThat(client.get("/api/documents/d").status()).isEqualTo(404);
    assertThat(client.get("/api/results/r").status()).isEqualTo(404);
    assertThat(client.send("DELETE", "/api/documents/d", null).status()).isEqualTo(404);
    assertThat(client.send("PUT", "/api/documents/d/gold", "{}").status()).isEqualTo(404);
  }
}
