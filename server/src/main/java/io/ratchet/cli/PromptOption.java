// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which prompt a command is about. */
final class PromptOption implements AssetOption {
  @Option(
      names = "--prompt",
      paramLabel = "NAME",
      order = 80,
      description = "Prompt to use (default: the server's default prompt).")
  private @Nullable String name;

  @Override
  public String kind() {
    return "prompt";
  }

  @Override
  public @Nullable String given() {
    return name;
  }

  @Override
  public String name(Connection connection) {
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

  @Override
  public String metrics(String version, int days) {
    Map<String, @Nullable Object> query = new LinkedHashMap<>();
    query.put("days", days);
    query.put("prompt", name);
    return Connection.path("/api/metrics/prompts/{version}", version) + Connection.query(query);
  }
}
