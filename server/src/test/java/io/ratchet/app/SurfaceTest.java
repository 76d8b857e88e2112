// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.Route;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.web.Curl;
import io.ratchet.web.OpenApi;
import io.ratchet.web.Operation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The server serves what the document says: the same routes, and every example as it stands. */
final class SurfaceTest {
  private static final RunningApp APP =
      RunningApp.start(
          Map.of(
              "serving.model_name",
              "risk",
              "backup.directory",
              Databases.temporaryFolder().toString()));
  private static final Receiver RECEIVER = new Receiver();

  private final OpenApi api = OpenApi.load();

  @BeforeAll
  static void models() {
    ExampleModels.install(APP);
    RECEIVER.install(APP, "ci");
  }

  @AfterAll
  static void close() {
    APP.close();
    RECEIVER.close();
  }

  @Test
  void everyRouteIsDocumentedAndEveryDocumentedRouteIsServedForTheSameRole() {
    Map<String, String> served = new TreeMap<>();
    for (Route route : APP.routes()) {
      if (MlflowReference.isMlflow(route)) {
        continue; // MLflow's own reference describes them; ours lists which of them are served
      }
      String role = route.access().name().toLowerCase(Locale.ROOT);
      served.put(route.method() + " " + route.pattern(), role);
    }
    Map<String, String> documented = new TreeMap<>();
    for (Operation operation : api.operations()) {
      documented.put(operation.title(), operation.node().path("x-access").asString(""));
    }

    assertThat(served).isEqualTo(documented);
  }

  /** In the order of the document, so that a later example may look at what an earlier one made. */
  @Test
  void everyExampleWorksAsItStands() {
    try (TestClient client = new TestClient(APP.port(), APP.key(), api)) {
      for (Operation operation : api.operations()) {
        for (String body : bodies(operation)) {
          TestClient.Reply reply =
              client.send(operation.method(), Curl.path(operation), body.isEmpty() ? null : body);

          assertThat(reply.status())
              .as("%s %s answered %s", operation.title(), body, reply.body())
              .isBetween(200, 299);
        }
      }
    }
  }

  private static List<String> bodies(Operation operation) {
    List<JsonNode> examples = operation.bodyExamples();
    return examples.isEmpty() ? List.of("") : examples.stream().map(Json::text).toList();
  }
}
