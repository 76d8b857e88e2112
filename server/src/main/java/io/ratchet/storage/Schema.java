// SPDX-License-Identifier: Apache-2.0
package io.ratchet.storage;

import io.ratchet.base.Failure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** What a database says of its schema. */
final class Schema {
  private Schema() {}

  /** The newest migration that was applied. */
  static int version(Connection connection) throws SQLException {
    int version = 0;
    try (Statement statement = connection.createStatement();
        ResultSet versions =
            statement.executeQuery(
                "SELECT version FROM " + Dump.SCHEMA_TABLE + " WHERE version IS NOT NULL")) {
      while (versions.next()) {
        version = Math.max(version, Integer.parseInt(versions.getString(1)));
      }
    }
    return version;
  }

  /** Refuses a schema that a newer version of ours has made. */
  static void requireKnown(DataSource source, int version) {
    int newest = 0;
    for (MigrationInfo migration : Database.flyway(source).load().info().all()) {
      boolean ours = migration.getState() != MigrationState.FUTURE_SUCCESS;
      if (ours && migration.getVersion() != null) {
        newest = Math.max(newest, Integer.parseInt(migration.getVersion().getVersion()));
      }
    }
    if (version > newest) {
      throw Failure.conflict(
          "the backup is of a newer version: its schema has %d, and this version has %d"
              .formatted(version, newest),
          "restore with the version that made it, or a later one");
    }
  }

  static long count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM " + quoted(table))) {
      count.next();
      return count.getLong(1);
    }
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
