// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.Map;
import picocli.CommandLine.Parameters;

/** The model that a command is about: its first argument. */
final class ModelName implements AssetOption {
  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the model.")
  private String name = "";

  @Override
  public String kind() {
    return "model";
  }

  @Override
  public String given() {
    return name;
  }

  @Override
  public String name(Connection connection) {
    return name;
  }

  @Override
  public String metrics(String version, int days) {
    return Connection.path("/api/metrics/models/{name}/{version}", name, version)
        + Connection.query(Map.of("days", days));
  }
}
