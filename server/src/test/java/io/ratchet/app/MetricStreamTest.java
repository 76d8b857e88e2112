// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Metrics as they are logged. */
final class MetricStreamTest {
  private static HttpResponse<Stream<String>> open(HttpClient client, RunningApp app, String path)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + path))
            .header("authorization", "Bearer " + app.key())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofLines());
  }

  private static List<String> data(Iterator<String> lines, int count) {
    List<String> found = new ArrayList<>();
    while (found.size() < count) {
      String line = lines.next();
      if (line.startsWith("data: {\"key\"")) {
        found.add(line.substring("data: ".length()));
      }
    }
    return found;
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void pointsArriveOnceEachInWhateverOrderTheyAreLogged(Engine engine) throws Exception {
    try (RunningApp app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
        TrackingClient client = new TrackingClient(app);
        HttpClient streams = HttpClient.newHttpClient()) {
      String run = client.run("0");
      client.post(
          "runs/log-metric", "{'run_id': '" + run + "', 'key': 'm', 'value': 0, 'timestamp': 50}");
      String path = "/api/runs/" + run + "/metrics/stream?keys=m,n&max_ms=4000";
      HttpResponse<Stream<String>> stream = open(streams, app, path);
      assertThat(stream.statusCode()).isEqualTo(200);
      Iterator<String> lines = stream.body().iterator();
      assertThat(lines.next()).isEqualTo("event: open");
      for (int time : new int[] {100, 70, 10}) {
        client.post(
            "runs/log-batch",
            """
            {'run_id': '%1$s', 'metrics': [{'key': 'm', 'value': %2$d, 'timestamp': %2$d},
             {'key': 'other', 'value': 1, 'timestamp': %2$d}]}
            """
                .formatted(run, time));
      }
      assertThat(data(lines, 3))
          .containsExactly(
              "{\"key\":\"m\",\"value\":100.0,\"timestamp\":100,\"step\":0}",
              "{\"key\":\"m\",\"value\":70.0,\"timestamp\":70,\"step\":0}",
              "{\"key\":\"m\",\"value\":10.0,\"timestamp\":10,\"step\":0}");
      List<String> rest = new ArrayList<>();
      lines.forEachRemaining(rest::add);
      assertThat(rest).contains("event: end").noneMatch(line -> line.contains("\"key\""));
    }
  }

  @Test
  void aRunThatIsNotThereHasNoStream() throws Exception {
    try (RunningApp app = RunningApp.start(Map.of("storage.url", Databases.url(Engine.SQLITE)));
        HttpClient streams = HttpClient.newHttpClient()) {
      assertThat(open(streams, app, "/api/runs/nope/metrics/stream").statusCode()).isEqualTo(404);
      assertThat(open(streams, app, "/api/runs/nope/metrics/stream?max_ms=0").statusCode())
          .isEqualTo(400);
    }
  }
}
