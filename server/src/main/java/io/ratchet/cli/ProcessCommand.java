// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs documents through a prompt, one after the other. */
@Command(
    name = "process",
    description = {
      "Runs documents through a prompt and shows what was extracted.",
      "The exit code is 1 where one of them failed."
    },
    footer = {
      "",
      "Examples:",
      "  ratchet documents process note-17",
      "  ratchet documents process note-17 note-18 --version v2.0.0",
      "  ratchet documents process --all --version v2.0.0 && ratchet documents score v2.0.0"
    })
final class ProcessCommand implements Callable<Integer> {
  private static final int PAGE = 1_000;

  @Mixin private final ServerOptions server;
  @Mixin private final PromptOption prompt = new PromptOption();

  @Parameters(paramLabel = "ID", arity = "0..*", description = "Documents, as in documents list.")
  private List<String> ids = List.of();

  @Option(names = "--all", description = "Process every document.")
  private boolean all;

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "Version, alias or stage (default: what the route decides).")
  private @Nullable String version;

  @Option(
      names = "--unit",
      paramLabel = "UNIT",
      description = "Who is served, for the route (default: the document).")
  private @Nullable String unit;

  @Option(
      names = "--variable",
      paramLabel = "NAME=VALUE",
      description = "A variable of the prompt besides the document; may be repeated.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Option(
      names = "--tag",
      paramLabel = "NAME=VALUE",
      description = "A tag to keep with the call; may be repeated.")
  private Map<String, String> tags = new LinkedHashMap<>();

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "The model, where the prompt names none.")
  private @Nullable String model;

  ProcessCommand(Terminal terminal) {
    server = new ServerOptions(terminal);
  }

  @Override
  public Integer call() {
    if (all == !ids.isEmpty()) {
      throw new CommandFailure(
          CommandFailure.USAGE, "name documents, or say --all, one of both", "see: --help");
    }
    try (Connection connection = server.connect()) {
      ArrayNode results = Json.array();
      for (String id : all ? everyId(connection) : ids) {
        results.add(result(connection, id));
      }
      JsonNode answer =
          results.size() == 1 ? results.get(0) : Json.object().set("results", results);
      server.print(
          answer,
          _ -> results.size() == 1 ? DocumentViews.result(answer) : DocumentViews.results(answer));
      boolean failed =
          results.values().stream().anyMatch(r -> !r.path("status").asString("").equals("success"));
      return failed ? CommandFailure.REFUSED : 0;
    }
  }

  /** The result, also where it came with a refusal because no answer came. */
  private JsonNode result(Connection connection, String id) {
    Connection.Reply reply =
        connection.send("POST", Connection.path("/api/process/{id}", id), body());
    if (!reply.isRefusal()) {
      return reply.body();
    }
    JsonNode result = reply.body().path("result");
    if (!result.isObject()) {
      throw CommandFailure.refused(reply.status(), reply.body());
    }
    return result;
  }

  private ObjectNode body() {
    ObjectNode body = Json.object();
    String name = prompt.given();
    if (name != null) {
      body.put("prompt", name);
    }
    if (version != null) {
      body.put("prompt_version", version);
    }
    if (unit != null) {
      body.put("unit", unit);
    }
    if (model != null) {
      body.put("model", model);
    }
    if (!variables.isEmpty()) {
      ObjectNode given = body.putObject("variables");
      variables.forEach(given::put);
    }
    if (!tags.isEmpty()) {
      ObjectNode given = body.putObject("tags");
      tags.forEach(given::put);
    }
    return body;
  }

  private static List<String> everyId(Connection connection) {
    List<String> found = new ArrayList<>();
    String token = null;
    do {
      Map<String, @Nullable Object> query = new LinkedHashMap<>();
      query.put("limit", PAGE);
      query.put("page_token", token);
      JsonNode page = connection.get("/api/documents" + Connection.query(query));
      page.path("documents").forEach(document -> found.add(document.path("id").asString("")));
      token = page.path("next_page_token").asString("");
    } while (!token.isEmpty());
    return found.reversed();
  }
}
