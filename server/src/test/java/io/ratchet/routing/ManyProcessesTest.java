// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.journal.Entry;
import io.ratchet.registry.Semver;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two processes on one database, and a database that is damaged or gone. */
@ParameterizedClass
@EnumSource(Engine.class)
final class ManyProcessesTest {
  private final String url;
  private final Path folder = Databases.temporaryFolder().resolve("prompts");
  private final World one;

  ManyProcessesTest(Engine engine) {
    url = Databases.url(engine);
    one = new World(url, folder);
  }

  @AfterEach
  void close() {
    one.close();
  }

  private static String resolved(World world) {
    return world.routes.resolve("extraction", null, "u", Map.of()).version().version().toString();
  }

  private static void register(World world, String version) {
    world.client.post(
        "/api/prompts/versions", "{\"version\":\"%s\",\"template\":\"x\"}".formatted(version));
  }

  private static void promote(World world, String version) {
    world.client.post("/api/prompts/versions/" + version + "/stage", "{\"stage\":\"production\"}");
  }

  @Test
  void aChangeOfOneReachesTheOtherWithTheNextRefresh() {
    try (World other = new World(url, folder)) {
      register(one, "1.0.0");
      other.routes.refresh();
      assertThat(resolved(other)).isEqualTo("v1.0.0");

      register(one, "2.0.0");
      promote(one, "2.0.0");
      one.client.send("PUT", "/api/prompts/aliases/fast", "{\"version\":\"1.0.0\"}");
      assertThat(resolved(other)).isEqualTo("v1.0.0");
      other.routes.refresh();

      assertThat(resolved(other)).isEqualTo("v2.0.0");
      assertThat(other.routes.resolve("extraction", "fast", "u", Map.of()).version().version())
          .hasToString("v1.0.0");
      other.happened();
      other.routes.refresh();
      assertThat(other.happened()).isEmpty();
    }
  }

  @Test
  void theSameVersionRegisteredByTwoIsRegisteredOnce() {
    try (World other = new World(url, folder)) {
      register(one, "1.0.0");
      var same =
          other.client.post("/api/prompts/versions", "{\"version\":\"1.0.0\",\"template\":\"x\"}");
      var different =
          other.client.post("/api/prompts/versions", "{\"version\":\"1.0.0\",\"template\":\"y\"}");

      assertThat(same.status()).isEqualTo(200);
      assertThat(different.status()).isEqualTo(409);
      assertThat(resolved(other)).isEqualTo("v1.0.0");
    }
  }

  /** Two nodes that do not know of each other yet register different versions of one new name. */
  @Test
  void aNameBeginsOnceHoweverManyRegisterItAtOnce() throws Exception {
    int names = 12;
    try (World other = new World(url, folder);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < names; i++) {
        String path = "/api/prompts/new-" + i + "/versions";
        CyclicBarrier together = new CyclicBarrier(2);
        for (World world : List.of(one, other)) {
          String version = world == one ? "1.0.0" : "2.0.0";
          done.add(
              threads.submit(() -> {
                together.await();
                String body = "{\"version\":\"%s\",\"template\":\"x\"}".formatted(version);
                return world.client.post(path, body).status();
              }));
        }
      }
      for (Future<?> each : done) {
        assertThat(each.get()).isEqualTo(201);
      }
    }

    List<Entry> entries = one.journal.after(0, 10_000);
    for (int i = 0; i < names; i++) {
      String name = "new-" + i;
      assertThat(entries.stream().filter(e -> e.asset().equals(name)).map(Entry::type))
          .as(name)
          .startsWith("asset.created", "version.registered")
          .containsOnlyOnce("asset.created", "route.changed")
          .hasSize(4);
    }
  }

  @Test
  void servesWhileTheDatabaseIsGone() {
    register(one, "1.0.0");
    one.database.close();

    assertThat(resolved(one)).isEqualTo("v1.0.0");
    one.prompts.markUsed("extraction", Semver.parse("1.0.0"));
    assertThat(one.client.get("/api/prompts/versions").status()).isEqualTo(200);
  }

  @Test
  void whereTheWantedVersionCannotBeReadTheLastGoodOneAnswersAndThatIsRecordedOnce() {
    register(one, "1.0.0");
    register(one, "2.0.0");
    register(one, "3.0.0");
    promote(one, "1.0.0");
    promote(one, "2.0.0");
    damage("v2.0.0");
    one.happened();

    one.routes.publish("extraction");
    one.routes.refresh();
    assertThat(resolved(one)).as("what is in memory keeps answering").isEqualTo("v2.0.0");
    assertThat(one.happened()).isEmpty();

    try (World restarted = new World(url, folder)) {
      var resolution = restarted.routes.resolve("extraction", null, "u", Map.of());
      assertThat(resolution.version().version()).hasToString("v1.0.0");
      assertThat(resolution.fellBack()).isTrue();
      assertThat(resolution.reason()).isEqualTo("v2.0.0 cannot be read, so v1.0.0 answers");
      assertThat(restarted.routes.resolve("extraction", "champion", "u", Map.of()))
          .returns(true, Resolution::fellBack);
      assertThat(one.happened()).containsExactly("route.fell_back extraction");
      restarted.routes.refresh();
      restarted.routes.refresh();
      assertThat(one.happened()).isEmpty();
      assertThat(restarted.client.get("/api/prompts/extraction").body())
          .contains("\"unreadable_versions\":{\"v2.0.0\":\"its content does not have the SHA-256");
    }
  }

  @Test
  void whereNothingCanBeReadTheRefusalSaysSo() {
    register(one, "1.0.0");
    damage("v1.0.0");

    try (World restarted = new World(url, folder)) {
      assertThat(restarted.client.get("/api/prompts/versions").status()).isEqualTo(200);
      assertThatThrownBy(() -> resolved(restarted))
          .hasMessage("no version of extraction can be read");
    }
  }

  private void damage(String version) {
    one.database.change(handle ->
        handle.execute("UPDATE version SET content = content || ' ' WHERE version = ?", version));
  }
}
