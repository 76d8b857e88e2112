// SPDX-License-Identifier: Apache-2.0
package io.ratchet.storage;

import java.util.Map;

/** A database engine and the few words in which its schema language differs. */
public enum Engine {
  SQLITE,
  POSTGRESQL;

  /** What {@code ${name}} stands for in a migration. */
  Map<String, String> placeholders() {
    return switch (this) {
      case SQLITE ->
          Map.of(
              "blob", "BLOB", "key", "INTEGER", "without_rowid", "WITHOUT ROWID", "bytewise", "");
      case POSTGRESQL ->
          Map.of(
              "blob", "BYTEA", "key", "BIGINT", "without_rowid", "", "bytewise", "COLLATE \"C\"");
    };
  }
}
