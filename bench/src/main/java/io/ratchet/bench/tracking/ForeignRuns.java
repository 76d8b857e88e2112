// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.tracking;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A database as MLflow leaves it, with as many runs and metrics as are asked for. */
final class ForeignRuns {
  private static final int KEYS = 5;
  private static final long START = 1_600_000_000_000L;

  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE experiments (experiment_id INTEGER PRIMARY KEY, name VARCHAR(256) UNIQUE,
            artifact_location VARCHAR(256), lifecycle_stage VARCHAR(32), creation_time BIGINT,
            last_update_time BIGINT)
          """,
          """
          CREATE TABLE runs (run_uuid VARCHAR(32) PRIMARY KEY, name VARCHAR(250),
            user_id VARCHAR(256), status VARCHAR(20), start_time BIGINT, end_time BIGINT,
            deleted_time BIGINT, lifecycle_stage VARCHAR(20), artifact_uri VARCHAR(200),
            experiment_id INTEGER)
          """,
          """
          CREATE TABLE tags (key VARCHAR(250), value VARCHAR(8000), run_uuid VARCHAR(32),
            PRIMARY KEY (key, run_uuid))
          """,
          """
          CREATE TABLE params (key VARCHAR(250), value VARCHAR(8000), run_uuid VARCHAR(32),
            PRIMARY KEY (key, run_uuid))
          """,
          """
          CREATE TABLE metrics (key VARCHAR(250), value DOUBLE PRECISION, timestamp BIGINT,
            run_uuid VARCHAR(32), step BIGINT, is_nan BOOLEAN,
            PRIMARY KEY (key, timestamp, step, run_uuid, value, is_nan))
          """,
          "CREATE INDEX index_tags_run_uuid ON tags (run_uuid)",
          "CREATE INDEX index_params_run_uuid ON params (run_uuid)",
          "CREATE INDEX index_metrics_run_uuid ON metrics (run_uuid)",
          "INSERT INTO experiments VALUES (0, 'Default', 'mlflow-artifacts:/0', 'active', 1, 1)",
          "INSERT INTO experiments VALUES (1, 'bench', 'mlflow-artifacts:/1', 'active', 1, 1)");

  private ForeignRuns() {}

  /** Writes the database: every run with three parameters and tags, and its metrics. */
  static void write(Path file, int runs, int metricsOfRun) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute(table);
      }
      connection.setAutoCommit(false);
      try (PreparedStatement run =
              connection.prepareStatement(
                  """
                  INSERT INTO runs VALUES (?, ?, 'bench', 'FINISHED', ?, ?, NULL, 'active', ?, 1)
                  """);
          PreparedStatement param =
              connection.prepareStatement("INSERT INTO params VALUES (?, ?, ?)");
          PreparedStatement tag = connection.prepareStatement("INSERT INTO tags VALUES (?, ?, ?)");
          PreparedStatement metric =
              connection.prepareStatement("INSERT INTO metrics VALUES (?, ?, ?, ?, ?, 0)")) {
        for (int i = 0; i < runs; i++) {
          String id = "%032x".formatted(i * 0x9E3779B97F4A7C15L);
          run.setString(1, id);
          run.setString(2, "run-" + i);
          run.setLong(3, START + i);
          run.setLong(4, START + i + 60_000);
          run.setString(5, "mlflow-artifacts:/1/" + id + "/artifacts");
          run.addBatch();
          for (int k = 0; k < 3; k++) {
            pair(param, "param-" + k, "value-" + i % 100, id);
            pair(tag, "tag-" + k, "value-" + i % 50, id);
          }
          for (int m = 0; m < metricsOfRun; m++) {
            metric.setString(1, "metric-" + m % KEYS);
            metric.setDouble(2, Math.sin(i + m));
            metric.setLong(3, START + i + m);
            metric.setString(4, id);
            metric.setLong(5, m / KEYS);
            metric.addBatch();
          }
          if (i % 500 == 499 || i == runs - 1) {
            for (PreparedStatement one : List.of(run, param, tag, metric)) {
              one.executeBatch();
            }
            connection.commit();
          }
        }
      }
    }
  }

  private static void pair(PreparedStatement to, String key, String value, String run)
      throws SQLException {
    to.setString(1, key);
    to.setString(2, value);
    to.setString(3, run);
    to.addBatch();
  }
}
