// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database as MLflow leaves it: the tables and columns that matter, with everything in it that is
 * hard to take over. Small, and written statement by statement.
 */
final class MlflowDatabase implements AutoCloseable {
  /** Most points of any run in it before {@link #history}. */
  static final int CURVE = 2_500;

  private static final String SCHEMA =
      """
      CREATE TABLE experiments (experiment_id INTEGER PRIMARY KEY, name VARCHAR(256) UNIQUE,
        artifact_location VARCHAR(256), lifecycle_stage VARCHAR(32), creation_time BIGINT,
        last_update_time BIGINT);
      CREATE TABLE experiment_tags (key VARCHAR(250), value VARCHAR(5000), experiment_id INTEGER,
        PRIMARY KEY (key, experiment_id));
      CREATE TABLE runs (run_uuid VARCHAR(32) PRIMARY KEY, name VARCHAR(250),
        source_type VARCHAR(20), source_name VARCHAR(500), entry_point_name VARCHAR(50),
        user_id VARCHAR(256), status VARCHAR(20), start_time BIGINT, end_time BIGINT,
        deleted_time BIGINT, source_version VARCHAR(50), lifecycle_stage VARCHAR(20),
        artifact_uri VARCHAR(200), experiment_id INTEGER);
      CREATE TABLE tags (key VARCHAR(250), value VARCHAR(8000), run_uuid VARCHAR(32),
        PRIMARY KEY (key, run_uuid));
      CREATE TABLE params (key VARCHAR(250), value VARCHAR(8000), run_uuid VARCHAR(32),
        PRIMARY KEY (key, run_uuid));
      CREATE TABLE metrics (key VARCHAR(250), value DOUBLE PRECISION, timestamp BIGINT,
        run_uuid VARCHAR(32), step BIGINT, is_nan BOOLEAN,
        PRIMARY KEY (key, timestamp, step, run_uuid, value, is_nan));
      CREATE INDEX index_metrics_run_uuid ON metrics (run_uuid);
      CREATE TABLE registered_models (name VARCHAR(256) PRIMARY KEY, creation_time BIGINT,
        last_updated_time BIGINT, description VARCHAR(5000));
      CREATE TABLE registered_model_tags (name VARCHAR(256), key VARCHAR(250), value VARCHAR(5000),
        PRIMARY KEY (name, key));
      CREATE TABLE registered_model_aliases (name VARCHAR(256), alias VARCHAR(256),
        version INTEGER, PRIMARY KEY (name, alias));
      CREATE TABLE model_versions (name VARCHAR(256), version INTEGER, creation_time BIGINT,
        last_updated_time BIGINT, description VARCHAR(5000), user_id VARCHAR(256),
        current_stage VARCHAR(20), source VARCHAR(500), run_id VARCHAR(32), run_link VARCHAR(500),
        status VARCHAR(20), status_message VARCHAR(500), storage_location VARCHAR(500),
        PRIMARY KEY (name, version));
      CREATE TABLE model_version_tags (name VARCHAR(256), version INTEGER, key VARCHAR(250),
        value TEXT, PRIMARY KEY (name, version, key));
      """
          + MlflowTables.SCHEMA;

  private static final String CONTENT =
      """
      INSERT INTO experiments VALUES (0, 'Default', 'mlflow-artifacts:/0', 'active', 1600000000000,
        1600000000000);
      INSERT INTO experiments VALUES (7, 'Umsätze 📈', 's3://bucket/7', 'active', 1600000000001,
        1600000000002);
      INSERT INTO experiments VALUES (9, 'abandoned', 'mlflow-artifacts:/9', 'deleted',
        1600000000003, 1600000000004);
      INSERT INTO experiment_tags VALUES ('team', 'fraud', 7);
      INSERT INTO runs VALUES ('00000000000000000000000000000001', 'first', 'LOCAL', 'train.py',
        '', 'anna', 'FINISHED', 1600000001000, 1600000002000, NULL, '', 'active',
        's3://bucket/7/00000000000000000000000000000001/artifacts', 7);
      INSERT INTO runs VALUES ('00000000000000000000000000000002', '', 'LOCAL', '', '', NULL,
        'FAILED', 1600000003000, NULL, 1600000004000, '', 'deleted',
        'mlflow-artifacts:/0/00000000000000000000000000000002/artifacts', 0);
      INSERT INTO runs VALUES ('00000000000000000000000000000003', 'lost', 'LOCAL', '', '', 'otto',
        'RUNNING', 1600000005000, NULL, NULL, '', 'active',
        'mlflow-artifacts:/9/00000000000000000000000000000003/artifacts', 9);
      INSERT INTO tags VALUES ('mlflow.runName', 'from the tag', '00000000000000000000000000000002');
      INSERT INTO tags VALUES ('mlflow.user', 'anna', '00000000000000000000000000000001');
      INSERT INTO tags VALUES ('größe', '大 𝄞', '00000000000000000000000000000001');
      INSERT INTO params VALUES ('lr', '0.01', '00000000000000000000000000000001');
      INSERT INTO params VALUES ('optimizer/name', 'adam', '00000000000000000000000000000001');
      INSERT INTO metrics VALUES ('loss', 0, 1600000001500, '00000000000000000000000000000001', 5,
        TRUE);
      INSERT INTO metrics VALUES ('loss', 0.25, 1600000001400, '00000000000000000000000000000001', 4,
        FALSE);
      INSERT INTO metrics VALUES ('peak', 1.7976931348623157e308, 1600000001400,
        '00000000000000000000000000000001', -3, FALSE);
      INSERT INTO metrics VALUES ('acc', 0.5, 1600000003500, '00000000000000000000000000000002', 0,
        FALSE);
      INSERT INTO registered_models VALUES ('churn', 1600000010000, 1600000011000, 'who leaves');
      INSERT INTO registered_model_tags VALUES ('churn', 'domain', 'crm');
      INSERT INTO registered_model_aliases VALUES ('churn', 'candidate', 5);
      INSERT INTO registered_model_aliases VALUES ('churn', 'best one', 5);
      INSERT INTO model_versions VALUES ('churn', 2, 1600000010100, 1600000010200, 'second', 'anna',
        'Archived', '/srv/mlruns/7/00000000000000000000000000000001/artifacts/model',
        '00000000000000000000000000000001', '', 'READY', '', NULL);
      INSERT INTO model_versions VALUES ('churn', 5, 1600000010300, NULL, NULL, NULL, 'Production',
        'models:/m-0123456789abcdef0123456789abcdef', NULL, NULL, 'READY', NULL, NULL);
      INSERT INTO model_versions VALUES ('churn', 8, 1600000010400, 1600000010500, '', '',
        'Deleted_Internal', 'REDACTED-SOURCE-PATH', 'REDACTED-RUN-ID', 'REDACTED-RUN-LINK', 'READY',
        '', NULL);
      INSERT INTO model_version_tags VALUES ('churn', 5, 'validated', 'yes');
      INSERT INTO registered_models VALUES ('greeting', 1600000020000, 1600000021000, NULL);
      INSERT INTO registered_model_tags VALUES ('greeting', 'mlflow.prompt.is_prompt', 'true');
      INSERT INTO registered_model_aliases VALUES ('greeting', 'live', 3);
      INSERT INTO model_versions VALUES ('greeting', 1, 1600000020100, 1600000020100, 'begin', NULL,
        'None', 'dummy-source', NULL, '', 'READY', '', NULL);
      INSERT INTO model_version_tags VALUES ('greeting', 1, 'mlflow.prompt.is_prompt', 'true');
      INSERT INTO model_version_tags VALUES ('greeting', 1, 'mlflow.prompt.text',
        'Say hello to {{ name }}.');
      INSERT INTO model_versions VALUES ('greeting', 3, 1600000020300, 1600000020300, 'chat', NULL,
        'None', 'dummy-source', NULL, '', 'READY', '', NULL);
      INSERT INTO model_version_tags VALUES ('greeting', 3, 'mlflow.prompt.is_prompt', 'true');
      INSERT INTO model_version_tags VALUES ('greeting', 3, '_mlflow_prompt_type', 'chat');
      INSERT INTO model_version_tags VALUES ('greeting', 3, 'mlflow.prompt.text',
        '[{"role": "user", "content": "Hello {{ name }}"}]');
      """;

  private final Connection connection;
  private final String address;

  private MlflowDatabase(Connection connection, String address) {
    this.connection = connection;
    this.address = address;
  }

  /** A new one on that engine, filled. */
  static MlflowDatabase create(Engine engine) throws SQLException {
    MlflowDatabase made = empty(engine);
    made.execute(CONTENT);
    made.execute(MlflowTables.CONTENT);
    made.history("00000000000000000000000000000001", "long", CURVE);
    return made;
  }

  static MlflowDatabase empty(Engine engine) throws SQLException {
    MlflowDatabase made =
        switch (engine) {
          case SQLITE -> {
            Path file = Databases.temporaryFolder().resolve("mlflow.db");
            yield new MlflowDatabase(
                DriverManager.getConnection("jdbc:sqlite:" + file), "sqlite:///" + file);
          }
          case POSTGRESQL -> {
            String url = Databases.url(Engine.POSTGRESQL);
            yield new MlflowDatabase(
                DriverManager.getConnection(
                    "jdbc:" + url.replaceFirst("//[^@]*@", "//"), "postgres", "postgres"),
                url.replaceFirst("postgresql:", "postgresql+psycopg2:"));
          }
        };
    made.execute(SCHEMA);
    return made;
  }

  /** As {@code ratchet import mlflow --from} takes it. */
  String address() {
    return address;
  }

  void execute(String statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String one : statements.split(";\n")) {
        if (!one.isBlank()) {
          statement.execute(one);
        }
      }
    }
  }

  /** A run in the experiment 7. */
  void run(String id) throws SQLException {
    execute(
        """
        INSERT INTO runs VALUES ('%s', 'run', 'LOCAL', '', '', 'anna', 'FINISHED', 1600000001000,
          1600000002000, NULL, '', 'active', '', 7)
        """
            .formatted(id));
  }

  /** Traces with a span each in the experiment 7, whose ids end with their numbers. */
  void traces(int count) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement trace =
            connection.prepareStatement(
                "INSERT INTO trace_info VALUES (?, 7, ?, 5, 'OK', NULL, 'in', 'out')");
        PreparedStatement span =
            connection.prepareStatement(
                "INSERT INTO spans VALUES (?, 7, ?, NULL, 's', 'LLM', 'OK', 1, 2, ?)")) {
      for (int i = 0; i < count; i++) {
        String id = "%032x".formatted(i + 1);
        String own = "%016x".formatted(i + 1);
        trace.setString(1, "tr-" + id);
        trace.setLong(2, 1_600_000_000_000L + i);
        trace.addBatch();
        span.setString(1, "tr-" + id);
        span.setString(2, own);
        span.setString(3, MlflowTables.SPAN.formatted(id, own));
        span.addBatch();
      }
      trace.executeBatch();
      span.executeBatch();
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** Adds points to a run. */
  void history(String run, String key, int points) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO metrics VALUES (?, ?, ?, ?, ?, ?)")) {
      for (int i = 0; i < points; i++) {
        insert.setString(1, key);
        insert.setDouble(2, Math.sin(i));
        insert.setLong(3, 1_600_000_000_000L + i);
        insert.setString(4, run);
        insert.setLong(5, i);
        insert.setBoolean(6, false);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
