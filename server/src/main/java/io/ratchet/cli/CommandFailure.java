// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Problem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Ends a command with a message, a hint and an exit code. */
public final class CommandFailure extends RuntimeException {
  /** The server, or this machine, said no. */
  public static final int REFUSED = 1;

  /** The command line, or a file it names, is wrong as it stands. */
  public static final int USAGE = 2;

  /** Nobody answers at the server's address. */
  public static final int UNREACHABLE = 5;

  private static final long serialVersionUID = 1;

  private final int exitCode;
  private final String hint;

  public CommandFailure(int exitCode, String message, String hint) {
    this(exitCode, message, hint, null);
  }

  public CommandFailure(int exitCode, String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  static CommandFailure unreachable(URI server, IOException cause) {
    return new CommandFailure(
        UNREACHABLE,
        "no server answers at " + server + " (" + reason(cause) + ")",
        "start one with: ratchet serve, or name another with --server URL",
        cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case HttpTimeoutException e -> "no answer in time: " + e.getMessage();
      case ConnectException e when e.getCause() instanceof ConnectException inner ->
          inner.getCause() instanceof UnresolvedAddressException
              ? "unknown host"
              : "connection refused";
      case ConnectException _ -> "connection refused";
      case IOException e -> e.getMessage() == null ? "the connection broke" : e.getMessage();
    };
  }

  /** A refusal in the server's own words, with every single fault it names. */
  static CommandFailure refused(int status, JsonNode answer) {
    List<String> faults = new ArrayList<>();
    for (JsonNode problem : answer.path("problems")) {
      JsonNode value = problem.path("value");
      faults.add(
          new Problem(
                  problem.path("where").asString(""),
                  problem.path("message").asString(""),
                  value.isString() ? value.stringValue() : null)
              .toString());
    }
    String detail = detail(answer).orElse("the server answered with status " + status);
    String message = faults.isEmpty() ? detail : String.join("\n", faults);
    String hint = answer.path("hint").asString("");
    return new CommandFailure(REFUSED, message, hint.isEmpty() ? advice(status) : hint);
  }

  private static Optional<String> detail(JsonNode answer) {
    JsonNode detail = answer.path("detail");
    if (detail.isString()) {
      return detail.stringValueOpt();
    }
    JsonNode openAi = answer.path("error").path("message");
    JsonNode mlflow = answer.path("message");
    return openAi.isString() ? openAi.stringValueOpt() : mlflow.stringValueOpt();
  }

  /** What to try where the server gave no hint, or is none of ours. */
  private static String advice(int status) {
    if (status >= 500) {
      return "look into the server's log";
    }
    if (status == 401) {
      return "give a key with --api-key, or in the environment variable RATCHET_API_KEY";
    }
    return status == 404
        ? "check the name, and that --server names a Ratchet server"
        : "see: ratchet --help";
  }

  public int exitCode() {
    return exitCode;
  }

  public String hint() {
    return hint;
  }

  public String message() {
    return String.valueOf(getMessage());
  }
}
