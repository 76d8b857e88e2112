// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which versions of a model are in memory. */
final class ModelLoading {
  private ModelLoading() {}

  @Command(
      name = "status",
      description = "Shows whether a version is in memory, and how it does.",
      footer = {"", "Example: ratchet models status churn v2.0.0"})
  static final class Status implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final ModelName model = new ModelName();

    @Parameters(index = "0+", paramLabel = "VERSION", description = "Version, with or without v.")
    private String version = "";

    Status(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection -> connection.get(model.versionPath(connection, version, "/status")),
          ModelViews::status);
    }
  }

  @Command(
      name = "load",
      description = {
        "Loads a version: checks its golden inputs and warms it up before it answers anybody.",
        "Exit code 1 where it does not give the answers that it should."
      },
      footer = {"", "Example: ratchet models load churn v2.0.0"})
  static final class Load implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final ModelName model = new ModelName();

    @Parameters(index = "0+", paramLabel = "VERSION", description = "Version, with or without v.")
    private String version = "";

    Load(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection ->
              connection.post(model.versionPath(connection, version, "/load"), Json.object()),
          ModelViews::status);
    }
  }

  @Command(
      name = "unload",
      description = "Takes a version out of memory once the requests in flight are answered.",
      footer = {"", "Example: ratchet models unload churn v1.0.0"})
  static final class Unload implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final ModelName model = new ModelName();

    @Parameters(index = "0+", paramLabel = "VERSION", description = "Version, with or without v.")
    private String version = "";

    Unload(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection ->
              connection.post(model.versionPath(connection, version, "/unload"), Json.object()),
          ModelViews::status);
    }
  }
}
