// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** An import whose server is killed goes on where it was, and takes nothing over twice. */
final class ImportCrashTest {
  private static final int RUNS = 400;
  private static final int POINTS = 500;
  private static final int TRACES = 2_000;

  @ParameterizedTest
  @EnumSource(Engine.class)
  void killedInTheMiddleAndAgainItGoesOnAndComesToTheSame(Engine engine) throws Exception {
    Path folder = Databases.temporaryFolder();
    String url = Databases.url(engine);
    try (MlflowDatabase source = MlflowDatabase.create(engine)) {
      for (int i = 0; i < RUNS; i++) {
        String id = "%032x".formatted(4096 + i);
        source.run(id);
        source.history(id, "loss", POINTS);
      }
      source.traces(TRACES);
      long before;
      try (ServerProcess server = start(folder, url);
          TestClient client = server.client()) {
        client.post("/api/imports", body(source, false));
        do {
          before = read(client.get("/api/imports/moved?wait=0").json());
        } while (before == 0);
        server.kill();
      }

      try (ServerProcess server = start(folder, url);
          TestClient client = server.client()) {
        JsonNode left = client.get("/api/imports/moved").json();
        assertThat(left.path("status").asString("")).isEqualTo("INTERRUPTED");
        assertThat(read(left)).isBetween(before, (long) RUNS);

        JsonNode one = client.post("/api/imports", body(source, true)).json();
        while (one.path("status").asString("").equals("RUNNING") && traces(one) == 0) {
          one = client.get("/api/imports/moved?wait=0").json();
        }
        assertThat(one.path("step").asString("")).as(one.toPrettyString()).isEqualTo("traces");
        server.kill();
      }

      try (ServerProcess server = start(folder, url);
          TestClient client = server.client()) {
        JsonNode one = client.post("/api/imports", body(source, true)).json();
        while (one.path("status").asString("").equals("RUNNING")) {
          one = client.get("/api/imports/moved?wait=5").json();
        }

        assertThat(one.path("status").asString("")).as(one.toPrettyString()).isEqualTo("COMPLETED");
        assertThat(one.at("/verification/counts/points/here").asLong())
            .isEqualTo((long) RUNS * POINTS + MlflowDatabase.CURVE + 4);
        assertThat(read(one)).isEqualTo(RUNS + 3);
        assertThat(traces(one)).isEqualTo(TRACES + 3);
        assertThat(one.at("/verification/counts/traces/here").asLong()).isEqualTo(TRACES + 3);
        assertThat(one.at("/verification/counts/spans/here").asLong()).isEqualTo(TRACES + 2);
      }
    }
  }

  private static ServerProcess start(Path folder, String url) {
    return ServerProcess.start(
        folder, Map.of("RATCHET_STORAGE_URL", url, "RATCHET_TRACES_RETENTION", "36500d"));
  }

  private static String body(MlflowDatabase source, boolean resume) {
    return "{\"id\": \"moved\", \"from\": \"%s\", \"resume\": %s}"
        .formatted(source.address(), resume);
  }

  private static long traces(JsonNode one) {
    return one.at("/counts/traces/read").asLong();
  }

  private static long read(JsonNode one) {
    return one.at("/counts/runs/read").asLong();
  }
}
