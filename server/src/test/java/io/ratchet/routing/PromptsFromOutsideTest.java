// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient.Reply;
import io.ratchet.storage.Engine;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** From an empty directory to a rollback, as a team goes through it. */
@ParameterizedClass
@EnumSource(Engine.class)
final class PromptsFromOutsideTest {
  private final World world;

  PromptsFromOutsideTest(Engine engine) {
    world = new World(engine);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void loadsResolvesPromotesAndRollsBack() {
    world.write("extraction/v1.0.0.txt", "Read {{ document }}");
    world.write("v1.1.0.txt", "Read well {{ document }}");

    Reply reload = world.client.post("/api/prompts/reload", "");

    assertThat(reload.status()).as(reload.body()).isEqualTo(200);
    assertThat(reload.json().get("added")).hasSize(2);
    assertThat(world.happened())
        .containsExactly(
            "asset.created extraction",
            "version.registered extraction",
            "version.registered extraction",
            "route.changed extraction",
            "prompts.reloaded");
    assertThat(resolved(null)).isEqualTo("v1.1.0");

    assertThat(stage("v1.0.0", "production").status()).isEqualTo(200);
    assertThat(world.happened())
        .containsExactly("version.staged extraction", "route.changed extraction");
    assertThat(resolved(null)).isEqualTo("v1.0.0");
    assertThat(stage("1.1.0", "Production").status()).isEqualTo(200);
    assertThat(resolved(null)).isEqualTo("v1.1.0");
    assertThat(resolved("archived")).isEqualTo("v1.0.0");

    Reply rollback = world.client.post("/api/prompts/extraction/rollback", "{\"reason\":\"bad\"}");

    assertThat(rollback.json().get("production_version").stringValue()).isEqualTo("v1.0.0");
    assertThat(resolved("champion")).isEqualTo("v1.0.0");
    assertThat(
            world.client.get("/api/prompts/versions").json().get("default_version").stringValue())
        .isEqualTo("v1.0.0");
  }

  private Reply stage(String version, String stage) {
    return world.client.post(
        "/api/prompts/extraction/versions/" + version + "/stage", "{\"stage\":\"" + stage + "\"}");
  }

  private String resolved(@Nullable String selector) {
    return world
        .routes
        .resolve("extraction", selector, "unit", Map.of())
        .version()
        .version()
        .toString();
  }
}
