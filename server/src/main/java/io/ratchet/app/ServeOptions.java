// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.config.Config;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the configuration comes from, and the keys that a flag can set. */
final class ServeOptions {
  @Option(names = "--config", paramLabel = "FILE", description = "Configuration file.")
  private @Nullable Path file;

  @Option(names = "--profile", paramLabel = "NAME", description = "Profile laid over the file.")
  private @Nullable String profile;

  @Option(names = "--port", paramLabel = "N", description = "Port; 0 picks a free one.")
  private @Nullable Integer port;

  @Option(names = "--host", paramLabel = "H", description = "Address to listen on.")
  private @Nullable String host;

  @Option(names = "--data", paramLabel = "DIR", description = "Folder of database and spool.")
  private @Nullable Path data;

  @Option(names = "--prompts", paramLabel = "DIR", description = "Folder of prompt versions.")
  private @Nullable Path prompts;

  Config load() {
    return load(Map.of());
  }

  /** The configuration, with values that hold where no flag says otherwise. */
  Config load(Map<String, String> presets) {
    Map<String, String> flags = new LinkedHashMap<>(presets);
    put(flags, "server.port", port);
    put(flags, "server.host", host);
    put(flags, "data.directory", data);
    put(flags, "prompts.directory", prompts);
    return Config.load(file, profile, System.getenv(), flags);
  }

  private static void put(Map<String, String> flags, String key, @Nullable Object value) {
    if (value != null) {
      flags.put(key, value.toString());
    }
  }
}
