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

/** Shows what moved, who moved it and why; or what stood where at a moment. */
@Command(
    name = "history",
    description = {
      "Shows which alias, stage or route moved, when, by whom and why, the newest first;",
      "with --at, which version each of them stood for at a moment."
    })
final class HistoryCommand implements Callable<Integer> {
  @Mixin private final ServerOptions server;
  @Mixin private final AssetOption asset;
  @Mixin private final PageOptions page = new PageOptions();

  @Parameters(
      index = "0+",
      arity = "0..1",
      paramLabel = "VERSION",
      description = "Only what has to do with this version.")
  private @Nullable String version;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Show what stood where then, as 2026-11-22T03:00:00Z.")
  private @Nullable String at;

  @Option(
      names = "--alias",
      paramLabel = "ALIAS",
      description = "Only this alias; champion is the production version.")
  private @Nullable String alias;

  @Option(names = "--stage", paramLabel = "STAGE", description = "Only this stage.")
  private @Nullable String stage;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Only alias, version, route, approval, asset or protection.")
  private @Nullable String type;

  @Option(names = "--from", paramLabel = "TIME", description = "Nothing before this moment.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Only what was before this moment.")
  private @Nullable String to;

  HistoryCommand(Terminal terminal, AssetOption asset) {
    server = new ServerOptions(terminal);
    this.asset = asset;
  }

  @Override
  public Integer call() {
    return at == null ? list() : stood(at);
  }

  private int list() {
    Map<String, @Nullable Object> query = new LinkedHashMap<>();
    query.put("alias", alias);
    query.put("stage", stage);
    query.put("version", version);
    query.put("type", type);
    query.put("from", from);
    query.put("to", to);
    page.addTo(query);
    return server.run(
        connection -> connection.get(asset.path(connection, "/history") + Connection.query(query)),
        HistoryViews::changes);
  }

  private int stood(String moment) {
    if (version != null || type != null || from != null || to != null) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          "--at asks for one moment, which --alias and --stage alone narrow",
          "leave out the version, --type, --from and --to");
    }
    Map<String, @Nullable Object> query = new LinkedHashMap<>();
    query.put("time", moment);
    query.put("alias", alias);
    query.put("stage", stage);
    return server.run(
        connection ->
            connection.get(asset.path(connection, "/history/at") + Connection.query(query)),
        HistoryViews::standing);
  }
}
