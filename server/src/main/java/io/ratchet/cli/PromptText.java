// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** What the text of a version is, beside another's and with its variables filled in. */
final class PromptText {
  private PromptText() {}

  /** Compares two versions. */
  @Command(
      name = "diff",
      description = "Compares two versions: text, variables and metrics.",
      footer = {"", "Example: ratchet prompts diff v1.1.0 v2.0.0"})
  static final class Diff implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PromptOption prompt = new PromptOption();

    @Parameters(index = "0", paramLabel = "FROM", description = "Version to compare with.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "Version to look at.")
    private String to = "";

    Diff(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection ->
              connection.get(
                  Connection.path("/api/prompts/{name}/compare", prompt.name(connection))
                      + Connection.query(query())),
          answer -> DiffView.of(answer, server.terminal()));
    }

    private Map<String, String> query() {
      Map<String, String> query = new LinkedHashMap<>();
      query.put("from", from);
      query.put("to", to);
      return query;
    }
  }

  /** Fills in the variables of a version. */
  @Command(
      name = "render",
      description = "Renders a version with variables, as the gateway would.",
      footer = {
        "",
        "Examples:",
        "  ratchet prompts render v1.0.0 --var document=\"BP 120/80, no allergies\"",
        "  ratchet prompts render v1.0.0 --vars note.json --strict",
        "  jq '{document: .text}' note.json | ratchet prompts render v1.0.0 --vars -",
        "A --var is text and wins over the file; the file may hold numbers, lists and objects."
      })
  static final class Render implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PromptOption prompt = new PromptOption();

    @Parameters(paramLabel = "VERSION", description = "Version, with or without v.")
    private String version = "";

    @Option(
        names = "--var",
        paramLabel = "NAME=VALUE",
        description = "A variable, as text; may be repeated.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(
        names = "--vars",
        paramLabel = "FILE",
        description = "A JSON object of variables; - reads it from standard input.")
    private @Nullable String file;

    @Option(names = "--strict", description = "Refuse variables that the version does not use.")
    private boolean strict;

    Render(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      ObjectNode given = file == null ? Json.object() : read(file);
      variables.forEach(given::put);
      ObjectNode body = Json.object();
      body.set("variables", given);
      if (strict) {
        body.put("strict", true);
      }
      return server.run(
          connection -> connection.post(prompt.versionPath(connection, version, "/render"), body),
          PromptViews::rendered);
    }

    private ObjectNode read(String name) {
      String text = name.equals("-") ? standardInput() : RegisterCommand.read(Path.of(name));
      String shown = name.equals("-") ? "standard input" : name;
      try {
        if (Json.mapper().readTree(text) instanceof ObjectNode object) {
          return object;
        }
      } catch (JacksonException e) {
        throw new CommandFailure(
            CommandFailure.USAGE,
            shown + " is not valid JSON: " + e.getOriginalMessage(),
            "write one object, such as {\"document\": \"...\"}",
            e);
      }
      throw new CommandFailure(
          CommandFailure.USAGE,
          shown + " is not a JSON object",
          "write one object, such as {\"document\": \"...\"}");
    }

    private String standardInput() {
      try {
        return new String(server.terminal().in().readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new CommandFailure(
            CommandFailure.USAGE, "cannot read standard input: " + e, "pipe the JSON into it", e);
      }
    }
  }
}
