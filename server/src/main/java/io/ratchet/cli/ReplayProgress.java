// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import tools.jackson.databind.JsonNode;

/** Follows a replay until it is over: one line that is rewritten, on a terminal that allows it. */
final class ReplayProgress {
  private static final int PATIENCE_SECONDS = 1;
  private static final int LONG_PATIENCE_SECONDS = 20;

  private ReplayProgress() {}

  static JsonNode now(Connection connection, String id) {
    return connection.get(Connection.path("/api/replays/{id}", id));
  }

  /** The replay once it is over, or as it is when the reader of the output has left. */
  static JsonNode awaited(Connection connection, String id, Terminal terminal) {
    boolean shows = terminal.interactive();
    int patience = shows ? PATIENCE_SECONDS : LONG_PATIENCE_SECONDS;
    String path = Connection.path("/api/replays/{id}", id) + "?wait=" + patience;
    JsonNode replay = now(connection, id);
    while (isRunning(replay) && !terminal.isClosed()) {
      if (shows) {
        terminal.err().print("\r\u001b[K" + ReplayViews.progress(replay));
        terminal.err().flush();
      }
      replay = connection.get(path);
    }
    if (shows) {
      terminal.err().print("\r\u001b[K");
      terminal.err().flush();
    }
    return replay;
  }

  private static boolean isRunning(JsonNode replay) {
    return replay.path("status").asString("").equals("RUNNING");
  }
}
