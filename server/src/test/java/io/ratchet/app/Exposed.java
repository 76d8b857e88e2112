// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.util.List;

/** The exposures that a running app has kept, read beside it. */
final class Exposed {
  private static final Duration SOON = Duration.ofSeconds(30);

  private Exposed() {}

  /** They include everything that was acknowledged before, or are refused after a while. */
  private static TestClient.Reply figures(TestClient client) {
    return client.get("/api/metrics/prompts/v1.1.0");
  }

  /** Each as {@code experiment|variant|version|source|segment|client}. */
  static List<String> rows(String url, TestClient client) {
    long end = System.nanoTime() + SOON.toNanos();
    TestClient.Reply figures = figures(client);
    while (figures.status() == 503 && System.nanoTime() < end) {
      figures = figures(client);
    }
    assertThat(figures.status()).as(figures.body()).isEqualTo(200);
    try (Database database = Database.open(url)) {
      return database.read(handle ->
          handle
              .createQuery("SELECT * FROM exposure ORDER BY experiment, unit, variant")
              .map((row, _) ->
                  String.join(
                      "|",
                      row.getString("experiment"),
                      row.getString("variant"),
                      row.getString("version"),
                      row.getString("source"),
                      row.getString("segment"),
                      row.getString("client")))
              .list());
    }
  }
}
