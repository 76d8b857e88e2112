// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.artifact.ArtifactFiles;
import io.ratchet.base.Ids;
import io.ratchet.base.Pause;
import io.ratchet.catalog.CatalogRoom;
import io.ratchet.config.Config;
import io.ratchet.evaluation.EvaluationArchive;
import io.ratchet.http.ApacheOutbound;
import io.ratchet.http.OutboundConfig;
import io.ratchet.http.Route;
import io.ratchet.journal.Journal;
import io.ratchet.storage.Database;
import io.ratchet.trace.TraceArchive;
import io.ratchet.tracking.LoggedModels;
import io.ratchet.tracking.ModelArchive;
import io.ratchet.tracking.RunArchive;
import io.ratchet.tracking.Runs;
import io.ratchet.transfer.ExportsApi;
import io.ratchet.transfer.Imports;
import io.ratchet.transfer.ImportsApi;
import io.ratchet.transfer.Sources;
import io.ratchet.transfer.Target;
import io.ratchet.transfer.TransferConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Wires what comes in from other stores, and what goes out in a plain form. */
final class Transfers {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int CONNECTIONS = 4;

  private Transfers() {}

  /**
   * The routes of imports and exports.
   *
   * @param keep takes what has to be closed
   */
  static List<Route> routes(
      Config config,
      Platform platform,
      Database database,
      Journal journal,
      Runs runs,
      LoggedModels models,
      CatalogRoom catalogue,
      ArtifactFiles files,
      Ids ids,
      Consumer<AutoCloseable> keep) {
    Target target =
        new Target(
            database,
            new RunArchive(database),
            new ModelArchive(database),
            new TraceArchive(database, config.traces().retention(), platform.time()),
            new EvaluationArchive(database),
            catalogue.archive(),
            files,
            id -> runs.artifactRoot(id).or(() -> models.artifactRoot(id)));
    Duration timeout = config.transfers().timeout();
    ApacheOutbound outbound =
        new ApacheOutbound(OutboundConfig.of(CONNECT, timeout, CONNECTIONS), Sources::isReachable);
    keep.accept(outbound);
    TransferConfig limits =
        new TransferConfig(config.server().isLoopback(), config.transfers().sources(), timeout);
    Imports imports =
        new Imports(
            target, journal, new Sources(limits, outbound), ids, platform.time(), Pause.system());
    keep.accept(imports);
    List<Route> routes = new ArrayList<>(new ImportsApi(imports).routes());
    routes.addAll(new ExportsApi(target).routes());
    return routes;
  }
}
