// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Failure;
import io.ratchet.http.Outbound;
import io.ratchet.storage.ForeignDatabase;
import org.jspecify.annotations.Nullable;

/** Opens what is imported from, where the configuration allows it. */
public final class Sources {
  private final TransferConfig config;
  private final Outbound outbound;

  public Sources(TransferConfig config, Outbound outbound) {
    this.config = config;
    this.outbound = outbound;
  }

  /**
   * What is remembered of an import.
   *
   * @throws Failure DENIED where it may not be
   */
  ImportPlan plan(Wanted wanted) {
    OriginPolicy.check(wanted.from(), config);
    return new ImportPlan(
        wanted.from().shown(), shown(wanted.artifacts()), wanted.project(), wanted.dryRun());
  }

  private String shown(@Nullable String artifacts) {
    if (artifacts == null) {
      return "";
    }
    Origin files = Origin.parse(artifacts);
    OriginPolicy.check(files, config);
    return files.shown();
  }

  Source open(Wanted wanted) {
    return switch (wanted.from()) {
      case Origin.SqliteFile file -> new SqlSource(ForeignDatabase.sqlite(file.file()));
      case Origin.PostgresqlDatabase database ->
          new SqlSource(ForeignDatabase.postgresql(database.url(), config.timeout()));
      case Origin.TrackingServer server ->
          new RestSource(server.uri(), wanted.token(), outbound, config.timeout());
      case Origin.Folder folder -> new FolderSource(folder.path());
    };
  }
}
