// SPDX-License-Identifier: Apache-2.0
package io.ratchet.storage;

import io.ratchet.base.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A whole database in files, as it was at one moment, while others go on writing to it.
 *
 * @param engine which kind of database it is of
 * @param schema version of its schema
 * @param rows how many rows each table has
 * @param files names of its files in their folder
 */
public record Dump(Engine engine, int schema, Map<String, Long> rows, List<String> files) {
  static final String SCHEMA_TABLE = "flyway_schema_history";

  public Dump {
    rows = Map.copyOf(rows);
    files = List.copyOf(files);
  }

  /** Writes the files of a database into a folder that is there and empty. */
  public static Dump write(Database database, Path folder) {
    return switch (database.engine()) {
      case SQLITE -> SqliteDump.write(database.url(), folder);
      case POSTGRESQL -> database.read(handle -> PostgresDump.write(handle, folder));
    };
  }

  /**
   * Makes a database of the files in a folder.
   *
   * @param url of a database of the same engine that holds nothing
   * @throws Failure CONFLICT where it holds something, INVALID where the files are not what they
   *     should be
   */
  public void load(Path folder, String url) {
    DatabaseUrl target = DatabaseUrl.parse(url);
    if (target.engine() != engine) {
      throw Failure.invalid(
          "the backup is of " + engine + " and the database is " + target.engine(),
          "name a database of the same kind");
    }
    Map<String, Long> found =
        switch (engine) {
          case SQLITE -> SqliteDump.load(folder, target);
          case POSTGRESQL -> PostgresDump.load(this, folder, target);
        };
    if (!found.equals(rows)) {
      throw Failure.invalid(
          "the restored database has other numbers of rows than the backup says: "
              + differences(found),
          "do not use it; take another backup");
    }
  }

  private Map<String, String> differences(Map<String, Long> found) {
    Map<String, String> differences = new TreeMap<>();
    rows.forEach((table, count) -> {
      Long has = found.get(table);
      if (!count.equals(has)) {
        differences.put(table, has + " instead of " + count);
      }
    });
    return differences;
  }
}
