// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient;
import io.ratchet.http.TestClient.Reply;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import io.ratchet.web.OpenApi;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What stood where and when, with who and why, on a clock that moves an hour with each change. */
@ParameterizedClass
@EnumSource(Engine.class)
final class HistoryTest {
  private static final String HISTORY = "/api/models/fraud/history";

  private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-22T00:00:00Z"));
  private final RunningApp app;
  private final TestClient client;

  HistoryTest(Engine engine) {
    app = RunningApp.start(Map.of("storage.url", Databases.url(engine)), null, time.platform(1));
    client = new TestClient(app.port(), app.key(), OpenApi.load());
  }

  @AfterEach
  void close() {
    client.close();
    app.close();
  }

  private void done(String method, String path, String body) {
    Reply reply = client.send(method, path, body.isEmpty() ? null : body);
    assertThat(reply.status()).as(reply.body()).isBetween(200, 201);
    time.pass(Duration.ofHours(1));
  }

  private void register(String version) {
    done(
        "POST",
        "/api/models/fraud/versions",
        "{\"version\": \"%s\", \"source\": {\"kind\": \"elsewhere\"}}".formatted(version));
  }

  /** From midnight on, each an hour after the one before. */
  private void live() {
    register("1.0.0"); // 00:00
    register("2.0.0"); // 01:00
    done(
        "POST",
        "/api/models/fraud/versions/1.0.0/stage",
        "{\"stage\": \"production\", \"reason\": \"first\"}"); // 02:00
    done(
        "PUT",
        "/api/models/fraud/aliases/night",
        "{\"version\": \"1.0.0\", \"reason\": \"calm\"}"); // 03:00
    done(
        "POST",
        "/api/2.0/mlflow/registered-models/alias",
        "{\"name\": \"fraud\", \"alias\": \"night\", \"version\": \"2\", \"reason\": \"bold\"}"); // 04
    done(
        "POST",
        "/api/2.0/mlflow/registered-models/alias",
        "{\"name\": \"fraud\", \"alias\": \"champion\", \"version\": \"2\", \"reason\": \"won\"}"); // 5
    done("POST", "/api/models/fraud/rollback", "{\"reason\": \"pager\"}"); // 06:00
    done("DELETE", "/api/models/fraud/aliases/night?reason=dawn", ""); // 07:00
  }

  private JsonNode get(String path) {
    Reply reply = client.get(path);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private static List<String> lines(JsonNode answer, String... fields) {
    List<String> lines = new ArrayList<>();
    for (JsonNode change : answer.required("changes")) {
      List<String> values = new ArrayList<>();
      for (String field : fields) {
        values.add(change.required(field).asString("-"));
      }
      lines.add(String.join(" ", values));
    }
    return lines;
  }

  private JsonNode at(String hour, String narrowed) {
    return get(HISTORY + "/at?time=2026-11-22T" + hour + ":00Z" + narrowed);
  }

  private String alias(String alias, String hour) {
    JsonNode aliases = at(hour, "&alias=" + alias).required("aliases");
    assertThat(aliases.size()).isEqualTo(1);
    return aliases.required(0).required("version").asString("-");
  }

  @Test
  void tellsWhoMovedWhatAndWhy() {
    live();

    assertThat(lines(get(HISTORY + "?alias=night"), "type", "from_version", "to_version", "reason"))
        .containsExactly(
            "alias.removed v2.0.0 - dawn",
            "alias.set v1.0.0 v2.0.0 bold",
            "alias.set - v1.0.0 calm");
    assertThat(
            lines(get(HISTORY + "?alias=champion"), "type", "from_version", "to_version", "reason"))
        .containsExactly(
            "route.rolled_back v2.0.0 v1.0.0 pager",
            "route.changed v1.0.0 v2.0.0 won",
            "route.changed - v1.0.0 first");
    assertThat(
            lines(get(HISTORY + "?stage=archived"), "version", "from_stage", "to_stage", "reason"))
        .containsExactly(
            "v2.0.0 production archived pager",
            "v1.0.0 archived production pager",
            "v1.0.0 production archived won");
    assertThat(lines(get(HISTORY + "?type=asset"), "type", "actor", "time"))
        .containsExactly("asset.created tests 2026-11-22T00:00:00Z");
    assertThat(lines(get(HISTORY + "?version=2.0.0&type=alias"), "type"))
        .containsExactly("alias.removed", "alias.set");
    assertThat(
            lines(
                get(HISTORY + "?from=2026-11-22T03:00:00Z&to=2026-11-22T05:00:00Z"),
                "actor",
                "type"))
        .containsExactly("tests alias.set", "tests alias.set");
  }

  @Test
  void pagesWithoutRepeatingOrMissing() {
    live();
    List<String> whole = lines(get(HISTORY), "sequence");
    List<String> paged = new ArrayList<>();
    String token = "";
    do {
      JsonNode page = get(HISTORY + "?limit=3" + token);
      paged.addAll(lines(page, "sequence"));
      token = "&page_token=" + page.required("next_page_token").asString("");
    } while (!token.endsWith("="));

    assertThat(paged).isEqualTo(whole).hasSizeGreaterThan(12);
    assertThat(get(HISTORY + "?alias=night&limit=1").required("next_page_token").isNull())
        .isFalse();
  }

  @Test
  void saysWhatStoodWhereAtAMoment() {
    live();

    assertThat(alias("night", "02:59")).isEqualTo("-");
    assertThat(alias("night", "03:00")).isEqualTo("v1.0.0");
    assertThat(alias("night", "04:30")).isEqualTo("v2.0.0");
    assertThat(alias("night", "07:00")).isEqualTo("-");
    assertThat(alias("nobody", "07:00")).isEqualTo("-");
    assertThat(alias("champion", "01:30")).isEqualTo("-");
    assertThat(alias("champion", "04:59")).isEqualTo("v1.0.0");
    assertThat(alias("champion", "05:00")).isEqualTo("v2.0.0");
    assertThat(alias("champion", "23:00")).isEqualTo("v1.0.0");
    assertThat(alias("latest", "00:59")).isEqualTo("v1.0.0");
    assertThat(alias("latest", "01:00")).isEqualTo("v2.0.0");

    JsonNode before = get(HISTORY + "/at?time=2026-11-21T23:59:59Z");
    assertThat(before.required("default_version").isNull()).isTrue();
    assertThat(before.required("route").isNull()).isTrue();
    assertThat(before.required("stages").isEmpty()).isTrue();
    JsonNode five = at("05:30", "");
    assertThat(five.required("default_version").stringValue()).isEqualTo("v2.0.0");
    assertThat(five.at("/route/reason").stringValue()).isEqualTo("won");
    assertThat(five.required("stages").toString())
        .contains("\"v1.0.0\",\"stage\":\"archived\",\"since\":\"2026-11-22T05:00:00Z\"");
    assertThat(at("05:30", "&stage=production").at("/stages/0/version").stringValue())
        .isEqualTo("v2.0.0");
    assertThat(at("05:30", "&alias=production").has("aliases")).isFalse();
    assertThat(at("07:30", "&alias=night").at("/aliases/0/reason").stringValue()).isEqualTo("dawn");
  }

  @Test
  void aDeletedNameKeepsItsPastAndBeginsAgain() {
    live();
    done("DELETE", "/api/2.0/mlflow/registered-models/delete", "{\"name\": \"fraud\"}");
    assertThat(lines(get(HISTORY + "?type=asset"), "type"))
        .containsExactly("asset.deleted", "asset.created");

    register("3.0.0");
    assertThat(lines(get(HISTORY + "?type=asset"), "type"))
        .containsExactly("asset.created", "asset.deleted", "asset.created");
    register("4.0.0");
    assertThat(lines(get(HISTORY + "?type=asset"), "type")).hasSize(3);
  }

  @Test
  void aNameThatWasListedBeforeItsFirstVersionBeganThen() {
    done("POST", "/api/2.0/mlflow/registered-models/create", "{\"name\": \"fraud\"}");
    register("1.0.0");

    assertThat(lines(get(HISTORY), "type"))
        .containsExactly("route.changed", "version.registered", "asset.created");
    JsonNode model =
        get("/api/2.0/mlflow/registered-models/get?name=fraud").required("registered_model");
    assertThat(model.required("latest_versions").size()).isEqualTo(1);
  }

  @Test
  void aPromptFileBeginsItsName() {
    assertThat(lines(get("/api/prompts/history?type=asset"), "type", "actor"))
        .containsExactly("asset.created start");
  }

  @Test
  void refusesWhatItCannotAnswer() {
    live();

    assertThat(client.get("/api/models/nobody/history").status()).isEqualTo(404);
    assertThat(client.get("/api/models/nobody/history/at").status()).isEqualTo(404);
    for (String bad :
        List.of(
            "?at=2026-11-22T03:00:00Z",
            "?type=nothing",
            "?stage=gone",
            "?alias=latest",
            "?version=x",
            "?from=yesterday",
            "?limit=0",
            "?page_token=eA",
            "/at?time=noon",
            "/at?stage=gone")) {
      assertThat(client.get(HISTORY + bad).status()).as(bad).isEqualTo(400);
    }
    Reply tooLong =
        client.post(
            "/api/2.0/mlflow/registered-models/alias",
            "{\"name\": \"fraud\", \"alias\": \"a\", \"version\": \"1\", \"reason\": \"%s\"}"
                .formatted("x".repeat(2_001)));
    assertThat(tooLong.status()).isEqualTo(400);
  }
}
