// SPDX-License-Identifier: Apache-2.0
package io.ratchet.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Json;
import io.ratchet.base.Project;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.HttpConfig;
import io.ratchet.http.HttpServer;
import io.ratchet.http.Route;
import io.ratchet.http.TestClient;
import io.ratchet.http.Traffic;
import io.ratchet.journal.Entry;
import io.ratchet.journal.Journal;
import io.ratchet.storage.Database;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
final class KeyGateTest {
  private final Database database;
  private final Journal journal;
  private final Keys keys;
  private final HttpServer server;

  KeyGateTest(Engine engine) {
    InstantSource time = InstantSource.system();
    SecureRandom chance = new SecureRandom();
    Ids ids = new Ids(time, chance);
    database = Databases.open(engine);
    journal = new Journal(database, time);
    keys = new Keys(database, journal, time, ids, chance);
    List<Route> routes = new ArrayList<>(new KeysApi(keys).routes());
    routes.add(Route.get("/open", Access.OPEN, _ -> Answer.json(Json.object())));
    routes.add(
        Route.get("/view", Access.VIEWER, r -> Answer.text("text/plain", r.caller().name())));
    routes.add(Route.post("/move", Access.OPERATOR, _ -> Answer.json(Json.object())));
    routes.add(
        Route.get("/mine", Access.VIEWER, r -> Answer.text("text/plain", r.project().name()))
            .withinProjects());
    server =
        new HttpServer(HttpConfig.local(0), routes, new KeyGate(keys), ids, new Traffic()).start();
  }

  @AfterEach
  void close() {
    server.close();
    database.close();
  }

  @Test
  void isOpenToThisMachineUntilTheFirstKey() {
    try (TestClient nobody = new TestClient(server.port())) {
      assertThat(nobody.get("/view").body()).isEqualTo("local");
      assertThat(nobody.post("/move", "{}").status()).isEqualTo(200);

      keys.create("ci", Access.VIEWER, "local");

      assertThat(nobody.get("/view").status()).isEqualTo(401);
      assertThat(nobody.get("/open").status()).isEqualTo(200);
    }
  }

  @Test
  void eachRoleDoesItsPartAndNoMore() {
    String viewer = keys.create("viewer", Access.VIEWER, "local").secret();
    String operator = keys.create("operator", Access.OPERATOR, "local").secret();
    String admin = keys.create("admin", Access.ADMIN, "local").secret();

    assertThat(statuses(viewer)).containsExactly(200, 403, 403);
    assertThat(statuses(operator)).containsExactly(200, 200, 403);
    assertThat(statuses(admin)).containsExactly(200, 200, 200);
    assertThat(statuses("rk_wrong")).containsExactly(401, 401, 401);
  }

  private List<Integer> statuses(String key) {
    try (TestClient client = new TestClient(server.port(), key)) {
      return List.of(
          client.get("/view").status(),
          client.post("/move", "{}").status(),
          client.get("/api/keys").status());
    }
  }

  @Test
  void aBoundKeyOpensWhatItsProjectHasWhateverItsRole() {
    Project vision = new Project("vision");
    String bound = keys.create("bound", Access.ADMIN, vision, "local").secret();
    String free = keys.create("free", Access.VIEWER, "local").secret();
    keys.refresh();

    assertThat(statuses(bound)).containsExactly(403, 403, 403);
    try (TestClient client = new TestClient(server.port(), bound);
        TestClient other = new TestClient(server.port(), free)) {
      assertThat(client.get("/mine").body()).isEqualTo("vision");
      assertThat(client.get("/open").status()).isEqualTo(200);
      assertThat(client.get("/view").json().path("detail").stringValue())
          .contains("bound", "vision", "GET /view");
      assertThat(other.get("/mine").body()).isEqualTo("default");
    }
    assertThat(keys.list()).extracting(Key::project).containsExactly(vision, null);
    assertThat(keys.projects()).containsExactly(vision);
    assertThat(journal.after(0, 10).getFirst().detail().path("project").stringValue())
        .isEqualTo("vision");
  }

  @Test
  void aRevokedKeyStopsWorkingAndTheJournalSaysSo() {
    String admin = keys.create("admin", Access.ADMIN, "local").secret();
    Keys.Created doomed = keys.create("doomed", Access.VIEWER, "local");
    try (TestClient client = new TestClient(server.port(), admin)) {
      assertThat(client.send("DELETE", "/api/keys/doomed", null).status()).isEqualTo(200);
      assertThat(client.send("DELETE", "/api/keys/doomed", null).status()).isEqualTo(200);
      assertThat(client.send("DELETE", "/api/keys/nobody", null).status()).isEqualTo(404);
    }

    assertThat(statuses(doomed.secret())).containsExactly(401, 401, 401);
    assertThat(journal.after(0, 10))
        .extracting(Entry::type, Entry::actor)
        .containsExactly(
            tuple("key.created", "local"),
            tuple("key.created", "local"),
            tuple("key.revoked", "admin"));
  }

  @Test
  void theSecretIsShownOnceAndKeptHashed() {
    String secret = keys.create("ci", Access.ADMIN, "local").secret();

    List<String> stored =
        database.read(h -> h.createQuery("SELECT hash FROM api_key").mapTo(String.class).list());

    assertThat(stored).hasSize(1).doesNotContain(secret);
    try (TestClient client = new TestClient(server.port(), secret)) {
      assertThat(client.get("/api/keys").body()).contains("\"ci\"").doesNotContain(secret);
    }
  }

  @Test
  void refusesNamesAndRolesThatCannotBe() {
    keys.create("ci", Access.ADMIN, "local");

    assertThatThrownBy(() -> keys.create("ci", Access.VIEWER, "local"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("already");
    assertThatThrownBy(() -> keys.create("a b", Access.VIEWER, "local"))
        .isInstanceOf(Failure.class);
    assertThatThrownBy(() -> keys.create("x", Access.OPEN, "local")).isInstanceOf(Failure.class);
  }

  /** A page in a browser can reach loopback; it must not be taken for its user. */
  @Test
  void anotherSiteCannotUseTheOpenState() {
    try (TestClient client = new TestClient(server.port())) {
      assertThat(client.raw(request("evil.example", ""))).contains(" 403 ");
      assertThat(client.raw(request("127.0.0.1.evil.example", ""))).contains(" 403 ");
      assertThat(client.raw(request("localhost", "Origin: https://evil.example\r\n")))
          .contains(" 403 ");
      assertThat(client.raw(request("localhost:8000", "Origin: http://localhost:3000\r\n")))
          .contains(" 200 ");
    }
  }

  private static String request(String host, String headers) {
    return "GET /view HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "Connection: close\r\n\r\n";
  }
}
