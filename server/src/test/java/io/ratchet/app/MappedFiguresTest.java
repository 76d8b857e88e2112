// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The names of Prometheus that the guide of drift gives as its example, on {@code /metrics}. */
final class MappedFiguresTest {
  private static final Path GUIDE = Path.of("../docs/guides/drift.md");

  /** The example of the guide as a configuration. */
  private static Path example() throws IOException {
    String guide = Files.readString(GUIDE);
    int start = guide.indexOf("```yaml\nmetrics:") + "```yaml\n".length();
    Path file = Databases.temporaryFolder().resolve("ratchet.yaml");
    return Files.writeString(file, guide.substring(start, guide.indexOf("```", start)));
  }

  private static ObjectNode call(ArrayNode calls, double inference, double generation) {
    ObjectNode call = calls.addObject().put("kind", "model").put("asset", "diagnosis");
    call.put("version", "v2.1.0").put("success", true).put("prediction", "wear");
    call.put("latency_ms", inference + generation).put("confidence", 0.85);
    call.put("input_tokens", 700).put("output_tokens", 200);
    call.putObject("scores").put("gnn_anomaly_score", 0.45);
    ArrayNode stages = call.putArray("stages");
    stages.addObject().put("name", "gnn_inference").put("latency_ms", inference);
    stages.addObject().put("name", "rag_generation").put("latency_ms", generation);
    return call;
  }

  @Test
  void theExampleShowsTheFiguresUnderTheNamesThatDashboardsHave() throws IOException {
    try (RunningApp app =
            RunningApp.start(
                Map.of("storage.url", Databases.url(Engine.SQLITE)), example(), Platform.system());
        TestClient client = new TestClient(app.port(), app.key())) {
      ArrayNode calls = Json.array();
      call(calls, 80, 1_500);
      call(calls, 300, 1_900);
      call(calls, 700, 3_000).put("success", false).put("error_type", "TimeoutError");
      call(calls, 80, 80).put("asset", "another");
      assertThat(client.post("/api/calls", calls.toString()).status()).isEqualTo(200);
      assertThat(client.get("/api/calls?asset=diagnosis").json().required("calls")).hasSize(3);

      assertThat(client.get("/metrics").body().lines())
          .contains(
              "diagnosis_requests_total{model_version=\"v2.1.0\",status=\"success\"} 2.0",
              "diagnosis_requests_total{model_version=\"v2.1.0\",status=\"failure\"} 1.0",
              "diagnosis_duration_seconds_bucket{stage=\"gnn_inference\",le=\"0.5\"} 2",
              "diagnosis_duration_seconds_bucket{stage=\"rag_generation\",le=\"+Inf\"} 3",
              "gnn_inference_duration_seconds_bucket{model_version=\"v2.1.0\",le=\"0.1\"} 1",
              "gnn_inference_duration_seconds_count{model_version=\"v2.1.0\"} 3",
              "gnn_anomaly_score_bucket{model_version=\"v2.1.0\",le=\"0.5\"} 3",
              "gnn_confidence_bucket{model_version=\"v2.1.0\",le=\"0.9\"} 3",
              "rag_generation_duration_seconds_bucket{model_version=\"v2.1.0\",le=\"2.0\"} 2",
              "rag_tokens_used_bucket{model_version=\"v2.1.0\",le=\"1000.0\"} 3",
              "diagnosis_errors_total{error_type=\"TimeoutError\",stage=\"rag_generation\"} 1.0");
    }
  }
}
