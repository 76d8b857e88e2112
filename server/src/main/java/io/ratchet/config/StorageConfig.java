// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import io.ratchet.base.Failure;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The database.
 *
 * @param url {@code sqlite:FILE}, or {@code postgresql://user:password@host:5432/name}
 * @param connections how many connections the pool of a database server holds
 * @param connectionTimeout how long to wait for one of them
 */
public record StorageConfig(String url, int connections, Duration connectionTimeout) {
  private static final Pattern FORM =
      Pattern.compile("sqlite:.+|postgres(ql)?://.+/[^\\s/?]+(\\?\\S*)?");
  private static final String EXPECTED = "sqlite:FILE or postgresql://user:password@host:5432/name";

  public StorageConfig {
    if (!FORM.matcher(url).matches()) {
      throw Failure.invalid(
          "url must be " + EXPECTED + ", got " + Redaction.of(url), "write one of the two forms");
    }
  }

  static StorageConfig read(Section section, DataConfig data) {
    return new StorageConfig(
        section.text(
            "url",
            "sqlite:" + data.inside("ratchet.db"),
            FORM,
            EXPECTED,
            "The database: sqlite:FILE, or postgresql://user:password@host:5432/name."),
        section.integer(
            "connections", 10, 1, 1000, "Connections in the pool of a database server."),
        section.duration(
            "connection_timeout", "5s", "100ms", "10m", "How long to wait for a connection."));
  }

  /** Whether the database is a file of this machine. */
  public boolean isEmbedded() {
    return url.startsWith("sqlite:");
  }

  @Override
  public String toString() {
    return "StorageConfig[url=%s, connections=%d, connectionTimeout=%s]"
        .formatted(Redaction.of(url), connections, connectionTimeout);
  }
}
