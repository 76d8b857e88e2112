// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents, and what prompts extract from them. */
@Command(
    name = "documents",
    synopsisSubcommandLabel = "COMMAND",
    description = "Keeps documents, runs them through prompts, and shows what came of it.",
    footer = {"", "Example: ratchet documents add note.txt && ratchet documents process note"})
final class DocumentsCommand extends GroupCommand {
  private DocumentsCommand() {}

  static CommandLine create(Terminal terminal) {
    return new CommandLine(new DocumentsCommand())
        .addSubcommand(new Add(terminal))
        .addSubcommand(new ListDocuments(terminal))
        .addSubcommand(new Show(terminal))
        .addSubcommand(new Gold(terminal))
        .addSubcommand(new Delete(terminal))
        .addSubcommand(new ProcessCommand(terminal))
        .addSubcommand(new ResultCommands.ListResults(terminal))
        .addSubcommand(new ResultCommands.Score(terminal));
  }

  @Command(
      name = "add",
      description = {
        "Adds texts. A file's name without its ending is the id of its document. Of a .json or",
        ".jsonl file each object is a document: text, and where wanted id, name, metadata, gold."
      },
      footer = {
        "",
        "Examples:",
        "  ratchet documents add notes/*.txt",
        "  ratchet documents add labelled.jsonl",
        "  pdftotext letter.pdf - | ratchet documents add - --id letter --gold letter.gold.json"
      })
  private static final class Add implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, or - for the input.")
    private List<String> files = List.of();

    @Option(names = "--id", paramLabel = "ID", description = "Id of the only document.")
    private @Nullable String id;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the only document.")
    private @Nullable String name;

    @Option(
        names = "--gold",
        paramLabel = "FILE",
        description = "Right fields of the only document: a file with one JSON object.")
    private @Nullable String gold;

    Add(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      List<ObjectNode> documents = new ArrayList<>();
      for (String file : files) {
        documents.addAll(DocumentFile.read(file, server.terminal().in()));
      }
      complete(documents);
      try (Connection connection = server.connect()) {
        ArrayNode added = Json.array();
        for (ObjectNode document : documents) {
          added.add(connection.post("/api/documents", document));
        }
        JsonNode answer = added.size() == 1 ? added.get(0) : Json.object().set("documents", added);
        server.print(answer, _ -> DocumentViews.added(added));
      }
      return 0;
    }

    private void complete(List<ObjectNode> documents) {
      if (id == null && name == null && gold == null) {
        return;
      }
      if (documents.size() != 1) {
        throw new CommandFailure(
            CommandFailure.USAGE,
            "--id, --name and --gold are for one document, and there are " + documents.size(),
            "add them one by one, or write them into a .jsonl file");
      }
      ObjectNode only = documents.getFirst();
      if (id != null) {
        only.put("id", id);
      }
      if (name != null) {
        only.put("name", name);
      }
      if (gold != null) {
        only.set("gold", DocumentFile.object(gold));
      }
    }
  }

  @Command(
      name = "list",
      description = "Lists documents, the newest first.",
      footer = {"", "Example: ratchet documents list --limit 50"})
  private static final class ListDocuments implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PageOptions page = new PageOptions();

    ListDocuments(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      Map<String, @Nullable Object> query = new LinkedHashMap<>();
      page.addTo(query);
      return server.run(
          connection -> connection.get("/api/documents" + Connection.query(query)),
          DocumentViews::list);
    }
  }

  @Command(
      name = "show",
      description = "Shows a document with its text and gold.",
      footer = {"", "Example: ratchet documents show note-17"})
  private static final class Show implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "ID", description = "The document, as in documents list.")
    private String id = "";

    Show(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection -> connection.get(Connection.path("/api/documents/{id}", id)),
          DocumentViews::one);
    }
  }

  @Command(
      name = "gold",
      description = "Says what the right fields of a document are.",
      footer = {"", "Example: ratchet documents gold note-17 note-17.gold.json"})
  private static final class Gold implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(index = "0", paramLabel = "ID", description = "The document.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "A file with one JSON object.")
    private String file = "";

    Gold(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      ObjectNode gold = DocumentFile.object(file);
      return server.run(
          connection -> connection.put(Connection.path("/api/documents/{id}/gold", id), gold),
          answer -> "the gold of " + Table.text(answer.path("id")) + " is set");
    }
  }

  @Command(
      name = "delete",
      description = "Forgets a document and its results; its calls are kept like other calls.",
      footer = {"", "Example: ratchet documents delete note-17"})
  private static final class Delete implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "ID", description = "The document, as in documents list.")
    private String id = "";

    Delete(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection -> connection.delete(Connection.path("/api/documents/{id}", id)),
          answer -> "deleted " + Table.text(answer.path("id")));
    }
  }
}
