// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The version whose drift a command is about. */
final class DriftSubject {
  @Parameters(index = "0", paramLabel = "KIND", description = "prompt or model.")
  private String kind = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "Name of the prompt or model.")
  private String name = "";

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "Version (default: the one that the route serves).")
  private @Nullable String version;

  String path(String below) {
    return Connection.path("/api/drift/{kind}/{name}", kind, name) + below;
  }

  /** The version, where one is named. */
  Map<String, @Nullable Object> query() {
    Map<String, @Nullable Object> query = new LinkedHashMap<>();
    if (version != null) {
      query.put("version", version);
    }
    return query;
  }
}
