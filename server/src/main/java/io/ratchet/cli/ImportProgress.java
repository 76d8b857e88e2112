// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import tools.jackson.databind.JsonNode;

/** Follows an import until it is over: one line that is rewritten, where the terminal allows it. */
final class ImportProgress {
  private static final int PATIENCE_SECONDS = 1;
  private static final int LONG_PATIENCE_SECONDS = 20;

  private ImportProgress() {}

  /** The import once it is over, or as it is when the reader of the output has left. */
  static JsonNode awaited(Connection connection, JsonNode started, Terminal terminal) {
    boolean shows = terminal.interactive();
    String id = started.path("import_id").asString("");
    int patience = shows ? PATIENCE_SECONDS : LONG_PATIENCE_SECONDS;
    String path = Connection.path("/api/imports/{id}", id) + "?wait=" + patience;
    JsonNode one = started;
    while (one.path("status").asString("").equals("RUNNING") && !terminal.isClosed()) {
      if (shows) {
        terminal.err().print("\r\u001b[K" + ImportViews.progress(one));
        terminal.err().flush();
      }
      one = connection.get(path);
    }
    if (shows) {
      terminal.err().print("\r\u001b[K");
      terminal.err().flush();
    }
    return one;
  }
}
