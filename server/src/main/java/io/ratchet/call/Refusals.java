// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Failure;
import java.sql.SQLException;
import java.util.Set;

/**
 * Tells whether a failure is due to what was to be stored, so that trying the same again is in
 * vain, or to the state of the database, so that waiting helps.
 */
final class Refusals {
  /** SQLSTATE classes: data exception, integrity constraint violation. */
  private static final Set<String> DATA_CLASSES = Set.of("22", "23");

  /** SQLite's result codes TOOBIG, CONSTRAINT, MISMATCH, RANGE. */
  private static final Set<Integer> SQLITE_DATA = Set.of(18, 19, 20, 25);

  private Refusals() {}

  static boolean isOfData(RuntimeException e) {
    if (e instanceof Failure || e instanceof SpoolCursors.StaleCursorException) {
      return false;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return isOfData(sql);
      }
    }
    return true; // no database took part: what was to be stored broke our own code
  }

  private static boolean isOfData(SQLException e) {
    String state = e.getSQLState();
    return (state == null || state.isEmpty())
        ? SQLITE_DATA.contains(e.getErrorCode() & 0xFF)
        : state.length() > 1 && DATA_CLASSES.contains(state.substring(0, 2));
  }
}
