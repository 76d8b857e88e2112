// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient;
import io.ratchet.storage.Database;
import java.util.List;

/** The exposures that a running app has kept, read beside it. */
final class Exposed {
  private Exposed() {}

  /** Each as {@code experiment|variant|version|source|segment|client}. */
  static List<String> rows(String url, TestClient client) {
    assertThat(client.get("/api/metrics/prompts/v1.1.0").status())
        .as("figures include everything that was acknowledged before")
        .isEqualTo(200);
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
