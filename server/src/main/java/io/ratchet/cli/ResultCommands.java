// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What came of documents: listed, shown, and added up. */
final class ResultCommands {
  private ResultCommands() {}

  @Command(
      name = "results",
      description = "Lists what was extracted, the newest first, or shows one result.",
      footer = {
        "",
        "Examples:",
        "  ratchet documents results --version v2.0.0 --status failure",
        "  ratchet documents results 0192f0c4-6f5e-7c3a-9d21-5a1f3c7b8e90"
      })
  static final class ListResults implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PromptOption prompt = new PromptOption();
    @Mixin private final PageOptions page = new PageOptions();

    @Parameters(
        paramLabel = "RESULT_ID",
        arity = "0..1",
        description = "Show this one with all that is known of it.")
    private @Nullable String id;

    @Option(names = "--version", paramLabel = "VERSION", description = "Results of this version.")
    private @Nullable String version;

    @Option(names = "--document", paramLabel = "ID", description = "Results of this document.")
    private @Nullable String document;

    @Option(names = "--status", paramLabel = "STATUS", description = "success or failure.")
    private @Nullable String status;

    @Option(names = "--experiment", paramLabel = "ID", description = "Results of this trial.")
    private @Nullable String experiment;

    @Option(names = "--variant", paramLabel = "NAME", description = "Results of this arm.")
    private @Nullable String variant;

    @Option(names = "--from", paramLabel = "TIME", description = "Not before this time, ISO-8601.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before this time, ISO-8601.")
    private @Nullable String to;

    ListResults(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      String one = id;
      if (one != null) {
        return server.run(
            connection -> connection.get(Connection.path("/api/results/{id}", one)),
            DocumentViews::result);
      }
      Map<String, @Nullable Object> query = new LinkedHashMap<>();
      query.put("prompt", prompt.given());
      query.put("prompt_version", version);
      query.put("document", document);
      query.put("status", status);
      query.put("experiment", experiment);
      query.put("variant", variant);
      query.put("from", from);
      query.put("to", to);
      page.addTo(query);
      return server.run(
          connection -> connection.get("/api/results" + Connection.query(query)),
          DocumentViews::results);
    }
  }

  @Command(
      name = "score",
      description = "Shows how well a version extracts, field by field, against the gold.",
      footer = {"", "Example: ratchet documents score v2.0.0 --from 2026-11-21T08:00:00Z"})
  static final class Score implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PromptOption prompt = new PromptOption();

    @Parameters(paramLabel = "VERSION", description = "Version, with or without v.")
    private String version = "";

    @Option(names = "--document", paramLabel = "ID", description = "Results of this document.")
    private @Nullable String document;

    @Option(names = "--from", paramLabel = "TIME", description = "Not before this time, ISO-8601.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before this time, ISO-8601.")
    private @Nullable String to;

    Score(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      Map<String, @Nullable Object> query = new LinkedHashMap<>();
      query.put("prompt_version", version);
      query.put("prompt", prompt.given());
      query.put("document", document);
      query.put("from", from);
      query.put("to", to);
      return server.run(
          connection -> connection.get("/api/results/summary" + Connection.query(query)),
          DocumentViews::score);
    }
  }
}
