// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which calls to look at; what is not said does not matter. */
final class CallFilterOptions {
  @Option(names = "--prompt", paramLabel = "NAME", description = "Only calls of this prompt.")
  private @Nullable String prompt;

  @Option(names = "--version", paramLabel = "VERSION", description = "Only of this version.")
  private @Nullable String version;

  @Option(
      names = "--outcome",
      paramLabel = "WORD",
      description = "Only success, failure or interrupted.")
  private @Nullable String outcome;

  @Option(names = "--error", paramLabel = "TYPE", description = "Only with this error type.")
  private @Nullable String error;

  @Option(names = "--model", paramLabel = "MODEL", description = "Only served by this model.")
  private @Nullable String model;

  @Option(
      names = "--tag",
      paramLabel = "NAME=VALUE",
      description = "Only with this tag, such as persona=nurse; may be repeated.")
  private Map<String, String> tags = new LinkedHashMap<>();

  @Option(names = "--min-latency", paramLabel = "MS", description = "Only this slow or slower.")
  private @Nullable Double minLatency;

  Map<String, @Nullable Object> query() {
    Map<String, @Nullable Object> query = new LinkedHashMap<>();
    query.put("asset", prompt);
    query.put("version", version);
    query.put("outcome", outcome);
    query.put("error_type", error);
    query.put("model", model);
    tags.forEach((name, value) -> query.put("tag." + name, value));
    query.put("min_latency_ms", minLatency);
    return query;
  }
}
