// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.http.TestClient.Reply;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** MLflow's model registry over ours, as its clients call it. */
final class CatalogTest {
  private static final String API = "/api/2.0/mlflow/";
  private static final String IS_PROMPT = "mlflow.prompt.is_prompt";

  private static RunningApp app(Engine engine) {
    return RunningApp.start(Map.of("storage.url", Databases.url(engine)));
  }

  private static JsonNode post(TestClient client, String path, ObjectNode body) {
    return answered(client.post(API + path, Json.text(body)));
  }

  private static JsonNode get(TestClient client, String path) {
    return answered(client.get(API + path));
  }

  private static JsonNode answered(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private static ObjectNode model(String name) {
    return Json.object().put("name", name);
  }

  private static ObjectNode version(String name, String source) {
    return model(name).put("source", source);
  }

  private static ObjectNode tagged(ObjectNode body, Map<String, String> tags) {
    tags.forEach(
        (key, value) -> body.withArray("tags").addObject().put("key", key).put("value", value));
    return body;
  }

  private static ObjectNode prompt(String name, String text, String type) {
    return tagged(
        version(name, "dummy-source"),
        Map.of(IS_PROMPT, "true", "mlflow.prompt.text", text, "_mlflow_prompt_type", type));
  }

  private static Map<String, String> tags(JsonNode version) {
    Map<String, String> tags = new TreeMap<>();
    for (JsonNode tag : version.path("tags")) {
      tags.put(tag.required("key").stringValue(), tag.required("value").stringValue());
    }
    return tags;
  }

  private static String filter(String text) {
    return "filter=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static List<String> names(JsonNode answer, String list, String field) {
    List<String> names = new ArrayList<>();
    answer.path(list).forEach(one -> names.add(one.required(field).stringValue()));
    return names;
  }

  private static JsonNode byAlias(TestClient client, String name, String alias) {
    return get(client, "registered-models/alias?name=" + name + "&alias=" + alias)
        .required("model_version");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void stagesAndAliasesMoveTheRoute(Engine engine) {
    try (RunningApp app = app(engine);
        TestClient client = new TestClient(app.port(), app.key())) {
      post(client, "registered-models/create", model("fraud"));
      post(client, "model-versions/create", version("fraud", "s3://b/1").put("run_id", "r1"));
      post(client, "model-versions/create", version("fraud", "s3://b/2"));
      post(client, "model-versions/create", version("fraud", "s3://b/3"));
      post(
          client,
          "model-versions/transition-stage",
          model("fraud").put("version", "1").put("stage", "production"));

      assertThat(client.get("/api/models/fraud").json().path("production_version").stringValue())
          .isEqualTo("v1.0.0");
      post(
          client,
          "registered-models/alias",
          model("fraud").put("alias", "champion").put("version", "2"));
      assertThat(byAlias(client, "fraud", "champion").required("version").stringValue())
          .isEqualTo("2");
      assertThat(byAlias(client, "fraud", "production").required("version").stringValue())
          .isEqualTo("2");
      assertThat(byAlias(client, "fraud", "latest").required("version").stringValue())
          .isEqualTo("3");
      JsonNode latest =
          get(client, "registered-models/get-latest-versions?name=fraud&stages=Archived");
      assertThat(names(latest, "model_versions", "version")).containsExactly("1");
      client.post("/api/models/fraud/rollback", "{\"reason\": \"worse\"}");
      assertThat(byAlias(client, "fraud", "champion").required("version").stringValue())
          .isEqualTo("1");

      post(
          client,
          "model-versions/transition-stage",
          model("fraud").put("version", "1").put("stage", "None"));
      assertThat(client.get("/api/models/fraud").json().path("production_version").isNull())
          .isTrue();
      Reply none = client.get(API + "registered-models/alias?name=fraud&alias=champion");
      assertThat(none.status()).isEqualTo(400);
      assertThat(none.json().path("message").stringValue())
          .isEqualTo("Registered model alias champion not found.");

      List<String> moves = new ArrayList<>();
      client
          .get("/api/journal?asset=fraud&limit=100")
          .json()
          .path("entries")
          .forEach(entry -> moves.add(entry.required("type").stringValue()));
      assertThat(moves)
          .contains("asset.created", "version.registered", "version.staged", "route.rolled_back");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void promptsAreTheSameOnBothSides(Engine engine) {
    try (RunningApp app = app(engine);
        TestClient client = new TestClient(app.port(), app.key())) {
      post(client, "registered-models/create", tagged(model("greet"), Map.of(IS_PROMPT, "true")));
      ObjectNode first = prompt("greet", "Hello {{ name }}, {this} stays.", "text");
      JsonNode made =
          post(client, "model-versions/create", first.put("description", "first words"));
      assertThat(made.at("/model_version/version").stringValue()).isEqualTo("1");
      assertThat(made.at("/model_version/description").stringValue()).isEqualTo("first words");

      JsonNode rendered =
          client
              .post(
                  "/api/prompts/greet/versions/v1.0.0/render",
                  "{\"variables\": {\"name\": \"Bo\"}}")
              .json();
      assertThat(rendered.path("text").stringValue()).isEqualTo("Hello Bo, {this} stays.");

      String chat =
          "[{\"role\": \"system\", \"content\": \"Be brief.\"},"
              + " {\"role\": \"user\", \"content\": \"{{question}}\"}]";
      post(client, "model-versions/create", prompt("greet", chat, "chat"));
      JsonNode second = get(client, "model-versions/get?name=greet&version=2");
      assertThat(tags(second.required("model_version")))
          .containsEntry("mlflow.prompt.text", chat)
          .containsEntry("_mlflow_prompt_type", "chat");
      JsonNode ours = client.get("/api/prompts/greet/versions/v2.0.0/content").json();
      assertThat(ours.at("/messages/0/role").stringValue()).isEqualTo("system");

      client.post("/api/prompts/greet/versions/v2.0.0/stage", "{\"stage\": \"production\"}");
      assertThat(byAlias(client, "greet", "production").required("version").stringValue())
          .isEqualTo("2");

      client.post(
          "/api/prompts/greet/versions",
          """
          {"version": "2.1.0", "template": "Price: {price:.2f} of {{braces}}",
           "template_format": "python", "reason": "prices"}
          """);
      JsonNode third = byAlias(client, "greet", "latest");
      assertThat(third.required("version").stringValue()).isEqualTo("3");
      assertThat(third.required("description").stringValue()).isEqualTo("prices");
      assertThat(tags(third)).containsEntry("mlflow.prompt.text", "Price: {{ price }} of {braces}");
    }
  }

  @Test
  void aFileOfThePromptDirectoryLooksAsIfMlflowHadRegisteredIt() {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = new TestClient(app.port(), app.key())) {
      String all = "registered-models/search?" + filter("tags.`" + IS_PROMPT + "` = 'true'");
      assertThat(names(get(client, all), "registered_models", "name")).contains("extraction");
      assertThat(get(client, "registered-models/search").has("registered_models")).isFalse();
      JsonNode version = get(client, "model-versions/get?name=extraction&version=1");
      assertThat(tags(version.required("model_version")).get("mlflow.prompt.text")).contains("{{ ");
      assertThat(version.at("/model_version/source").stringValue()).isEqualTo("dummy-source");
    }
  }

  @Test
  void textsOfOtherLanguagesAreKeptAndNotRendered() {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = new TestClient(app.port(), app.key())) {
      String text = "{% if x %}{{ y }}{% endif %}";
      post(client, "registered-models/create", tagged(model("jinja"), Map.of(IS_PROMPT, "true")));
      post(client, "model-versions/create", prompt("jinja", text, "text"));

      JsonNode version = get(client, "model-versions/get?name=jinja&version=1");
      assertThat(tags(version.required("model_version"))).containsEntry("mlflow.prompt.text", text);
      Reply rendered = client.post("/api/prompts/jinja/versions/1.0.0/render", "{}");
      assertThat(rendered.status()).isEqualTo(400);
      assertThat(rendered.body()).contains("jinja2");
    }
  }

  @Test
  void numbersAreNeverUsedAgainAndRenamingKeepsThem() {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = new TestClient(app.port(), app.key())) {
      post(client, "registered-models/create", model("old name"));
      post(client, "model-versions/create", version("old name", "s3://b/1"));
      post(client, "model-versions/create", version("old name", "s3://b/2"));
      post(
          client,
          "registered-models/alias",
          model("old name").put("alias", "best").put("version", "2"));
      answered(
          client.send(
              "DELETE",
              API + "model-versions/delete",
              Json.text(model("old name").put("version", "2"))));
      Reply dangling = client.get(API + "registered-models/alias?name=old%20name&alias=best");
      assertThat(dangling.status()).isEqualTo(400);
      JsonNode third = post(client, "model-versions/create", version("old name", "s3://b/3"));
      assertThat(third.at("/model_version/version").stringValue()).isEqualTo("3");

      post(
          client,
          "model-versions/transition-stage",
          model("old name").put("version", "3").put("stage", "Production"));
      post(client, "registered-models/rename", model("old name").put("new_name", "new-name"));
      assertThat(client.get(API + "registered-models/get?name=old%20name").status()).isEqualTo(404);
      assertThat(byAlias(client, "new-name", "champion").required("version").stringValue())
          .isEqualTo("3");
      assertThat(client.get("/api/models/new-name").json().path("production_version").stringValue())
          .isEqualTo("v3.0.0");
      JsonNode fourth =
          post(client, "model-versions/create", version("new-name", "models:/new-name/3"));
      assertThat(fourth.at("/model_version/version").stringValue()).isEqualTo("4");
      JsonNode uri = get(client, "model-versions/get-download-uri?name=new-name&version=4");
      assertThat(uri.required("artifact_uri").stringValue()).isEqualTo("s3://b/3");
    }
  }

  @Test
  void searchesReadTheGrammarAndPage() {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = new TestClient(app.port(), app.key())) {
      for (String name : List.of("a", "b", "c")) {
        post(client, "registered-models/create", tagged(model(name), Map.of("team", "t" + name)));
        post(client, "model-versions/create", version(name, "s3://b/" + name));
        post(client, "model-versions/create", version(name, "s3://b/" + name + "2"));
      }
      String search = "registered-models/search?max_results=2&order_by=name%20DESC";
      JsonNode page = get(client, search);
      assertThat(names(page, "registered_models", "name")).containsExactly("c", "b");
      String token = page.required("next_page_token").stringValue();
      JsonNode rest = get(client, search + "&page_token=" + token);
      assertThat(names(rest, "registered_models", "name")).containsExactly("a");
      assertThat(rest.has("next_page_token")).isFalse();

      JsonNode either =
          get(
              client,
              "registered-models/search?" + filter("tags.team = 'ta' OR NOT name ILIKE '%B'"));
      assertThat(names(either, "registered_models", "name")).containsExactly("a", "c");
      JsonNode versions =
          get(
              client,
              "model-versions/search?" + filter("name IN ('a', 'b') AND version_number > 1"));
      assertThat(names(versions, "model_versions", "name")).containsExactly("a", "b");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatCouldNotBeReadAgainIsNotRegistered(Engine engine) {
    try (RunningApp app = app(engine);
        TestClient client = new TestClient(app.port(), app.key())) {
      post(client, "registered-models/create", model("fraud"));
      post(client, "model-versions/create", version("fraud", "s3://b/1"));
      String endless = "n".repeat(300);

      Reply refused =
          client.post(
              API + "model-versions/create",
              Json.text(version("fraud", "s3://b/2").put("run_id", endless)));

      assertThat(refused.status()).as(refused.body()).isEqualTo(400);
      assertThat(refused.json().path("error_code").stringValue())
          .isEqualTo("INVALID_PARAMETER_VALUE");
      JsonNode first = get(client, "model-versions/get?name=fraud&version=1");
      assertThat(first.at("/model_version/version").stringValue()).isEqualTo("1");
      JsonNode second = post(client, "model-versions/create", version("fraud", "s3://b/2"));
      assertThat(second.at("/model_version/version").stringValue()).isEqualTo("2");
    }
  }
}
