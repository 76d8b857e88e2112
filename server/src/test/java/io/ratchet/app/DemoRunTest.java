// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Pause;
import io.ratchet.base.Ticker;
import io.ratchet.cli.Terminal;
import io.ratchet.config.Config;
import io.ratchet.demo.Demo;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The demo on a real server, as fast as the machine can. */
final class DemoRunTest {
  @Test
  void goesFromANewVersionToAPromotedWinner() throws InterruptedException {
    Path folder = Databases.temporaryFolder();
    Path prompts = folder.resolve("prompts");
    Map<String, String> settings = new LinkedHashMap<>(Demo.install(prompts, folder));
    settings.put("server.port", "0");
    settings.put("data.directory", folder.resolve("data").toString());
    StringWriter out = new StringWriter();
    try (App app = App.open(Config.load(null, null, Map.of(), settings), Platform.system())) {
      PrintWriter writer = new PrintWriter(out);
      URI server = URI.create(app.url());
      Demo demo =
          new Demo(
              server,
              null,
              prompts,
              400,
              Terminal.plain(writer, writer),
              Ticker.system(),
              Pause.system());
      demo.run();
      demo.invite();

      try (TestClient client = new TestClient(server.getPort())) {
        JsonNode experiment = client.get("/api/experiments/medication-wording").json();
        assertThat(experiment.required("status").stringValue()).isEqualTo("PROMOTED");
        JsonNode versions = client.get("/api/prompts/versions").json();
        assertThat(versions.required("default_version").stringValue()).isEqualTo("v2.1.0");
        long requests = 0;
        for (String version : new String[] {"v1.0.0", "v1.1.0", "v2.0.0", "v2.1.0"}) {
          requests +=
              client
                  .get("/api/metrics/prompts/" + version + "?prompt=extraction&days=1")
                  .json()
                  .required("requests")
                  .longValue();
        }
        assertThat(requests).as("every call of the trace is in the figures").isEqualTo(8_819);
      }
    }
    for (int step = 1; step <= 9; step++) {
      assertThat(out.toString()).contains("Step " + step + " of 9");
    }
    assertThat(out.toString())
        .contains("The verdict is PROMOTE:")
        .contains("default_version v2.1.0, and no file was edited");
  }
}
