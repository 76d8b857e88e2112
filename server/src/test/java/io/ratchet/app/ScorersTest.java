// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.app.TrackingClient.Reply;
import io.ratchet.base.Json;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Scorers as MLflow's clients use them. */
@ParameterizedClass
@EnumSource(Engine.class)
final class ScorersTest {
  private static final Map<Engine, RunningApp> APPS = new EnumMap<>(Engine.class);
  private static final String ROOT = "/api/3.0/mlflow/";

  private final TrackingClient client;
  private final String group;

  ScorersTest(Engine engine) {
    client =
        new TrackingClient(
            APPS.computeIfAbsent(
                engine, one -> RunningApp.start(Map.of("storage.url", Databases.url(one)))));
    group = client.group("group " + System.identityHashCode(client));
  }

  @AfterEach
  void hangUp() {
    client.close();
  }

  @AfterAll
  static void close() {
    APPS.values().forEach(RunningApp::close);
    APPS.clear();
  }

  private Reply send(String method, String path, ObjectNode body) {
    return client.send(method, ROOT + path, Json.text(body));
  }

  private JsonNode done(String method, String path, ObjectNode body) {
    Reply reply = send(method, path, body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private JsonNode read(String path) {
    Reply reply = client.get(ROOT + path);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  @Test
  void keepsVersionsOfScorers() {
    ObjectNode scorer =
        Json.object().put("experiment_id", group).put("name", "s").put("serialized_scorer", "{}");
    JsonNode first = done("POST", "scorers/register", scorer);
    assertThat(first.propertyNames())
        .containsExactlyInAnyOrder(
            "version", "scorer_id", "experiment_id", "name", "serialized_scorer", "creation_time");
    assertThat(first.path("version").intValue()).isEqualTo(1);
    assertThat(first.path("experiment_id").stringValue()).isEqualTo(group);
    done("POST", "scorers/register", scorer.put("serialized_scorer", "{\"v\":2}"));
    done("POST", "scorers/register", scorer.deepCopy().put("name", "a"));

    JsonNode listed = read("scorers/list?experiment_id=" + group).path("scorers");
    assertThat(listed.values())
        .extracting(one -> one.path("scorer_name").stringValue() + one.path("scorer_version"))
        .containsExactly("a1", "s2");
    assertThat(listed.required(1).path("experiment_id").longValue())
        .isEqualTo(Long.parseLong(group));
    assertThat(read("scorers/versions?name=s&experiment_id=" + group).path("scorers").size())
        .isEqualTo(2);
    assertThat(
            read("scorers/get?name=s&version=1&experiment_id=" + group)
                .at("/scorer/serialized_scorer")
                .stringValue())
        .isEqualTo("{}");
    assertThat(
            read("scorers/get?name=s&experiment_id=" + group)
                .at("/scorer/scorer_version")
                .intValue())
        .isEqualTo(2);

    ObjectNode gone = Json.object().put("experiment_id", group).put("name", "s");
    done("DELETE", "scorers/delete", gone.deepCopy().put("version", 2));
    assertThat(
            read("scorers/get?name=s&experiment_id=" + group)
                .at("/scorer/scorer_version")
                .intValue())
        .isEqualTo(1);
    assertThat(done("POST", "scorers/register", scorer).path("version").intValue()).isEqualTo(3);
    done("DELETE", "scorers/delete", gone);
    Reply missing = client.get(ROOT + "scorers/get?name=s&experiment_id=" + group);
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.message())
        .isEqualTo("Scorer with name 's' not found for experiment " + group + ".");
  }
}
