// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.io.IOException;
import java.net.URI;
import tools.jackson.databind.JsonNode;

/** Ends a command with a message, a hint and an exit code. */
public final class CommandFailure extends RuntimeException {
  public static final int REFUSED = 1;
  public static final int USAGE = 2;
  public static final int UNREACHABLE = 5;
  private static final long serialVersionUID = 1;

  private final int exitCode;
  private final String hint;

  public CommandFailure(int exitCode, String message, String hint) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  static CommandFailure unreachable(URI server, IOException cause) {
    String reason = cause.getMessage() == null ? "connection refused" : cause.getMessage();
    CommandFailure failure =
        new CommandFailure(
            UNREACHABLE,
            "no server answers at " + server + " (" + reason + ")",
            "start one with: ratchet serve, or name another with --server URL");
    failure.initCause(cause);
    return failure;
  }

  static CommandFailure refused(int status, JsonNode problem) {
    String detail = problem.path("detail").asString("the server answered with status " + status);
    return new CommandFailure(REFUSED, detail, problem.path("hint").asString(""));
  }

  public int exitCode() {
    return exitCode;
  }

  public String hint() {
    return hint;
  }
}
