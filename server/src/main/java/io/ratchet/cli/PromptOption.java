// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which prompt a command is about. */
final class PromptOption {
  @Option(
      names = "--prompt",
      paramLabel = "NAME",
      order = 80,
      description = "Prompt to use (default: the server's default prompt).")
  private @Nullable String name;

  /** What was said on the command line. */
  @Nullable String given() {
    return name;
  }

  /** The name given, else the one that the server answers for by default. */
  String name(Connection connection) {
    if (name != null) {
      return name;
    }
    String standard = connection.get("/api/prompts/versions").path("prompt").asString("");
    if (standard.isEmpty()) {
      throw new CommandFailure(
          CommandFailure.REFUSED,
          "the server has no default prompt",
          "name one with --prompt NAME; ratchet prompts list --all shows them");
    }
    return standard;
  }

  /** A path below one version of the prompt. */
  String versionPath(Connection connection, String version, String below) {
    return Connection.path("/api/prompts/{name}/versions/{version}", name(connection), version)
        + below;
  }
}
