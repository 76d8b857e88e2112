// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server holds artifacts, as MLflow's clients are told it, else as our own are. */
final class TrackingOptions {
  @Option(
      names = "--server",
      paramLabel = "URL",
      order = 91,
      defaultValue = "${env:MLFLOW_TRACKING_URI:-${env:RATCHET_URL:-http://127.0.0.1:8000}}",
      description = {
        "Server to talk to, else that of MLFLOW_TRACKING_URI or",
        "RATCHET_URL, else http://127.0.0.1:8000."
      })
  private String server = "";

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      order = 92,
      defaultValue =
          "${env:MLFLOW_TRACKING_TOKEN:-${env:MLFLOW_TRACKING_PASSWORD:-${env:RATCHET_API_KEY:-}}}",
      description = {
        "API key; better in the environment, as MLFLOW_TRACKING_TOKEN,",
        "MLFLOW_TRACKING_PASSWORD or RATCHET_API_KEY."
      })
  private @Nullable String key;

  @Option(
      names = "--project",
      paramLabel = "NAME",
      order = 93,
      defaultValue = "${env:MLFLOW_WORKSPACE:-}",
      description = {
        "Project whose artifacts are meant, else MLFLOW_WORKSPACE,",
        "else the key's."
      })
  private @Nullable String project;

  Connection connect() {
    return new Connection(Connection.address(server), given(key), given(project));
  }

  private static @Nullable String given(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
