// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Failure;
import io.ratchet.http.Outbound;
import io.ratchet.storage.ForeignDatabase;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.Optional;

/** Opens what is imported from, where the configuration allows it. */
public final class Sources {
  private final TransferConfig config;
  private final Outbound outbound;

  public Sources(TransferConfig config, Outbound outbound) {
    this.config = config;
    this.outbound = outbound;
  }

  /** Whether a server at that address may be asked, whatever its name. */
  public static boolean isReachable(InetAddress address) {
    return AllowedOrigins.isReachable(address);
  }

  /**
   * What is remembered of an import.
   *
   * @throws Failure DENIED where it may not be
   */
  ImportPlan plan(Wanted wanted) {
    AllowedOrigins.check(wanted.from(), config);
    return new ImportPlan(
        wanted.from().shown(),
        files(wanted).map(Origin::shown).orElse(""),
        wanted.project(),
        wanted.dryRun());
  }

  /** A folder in the plain form has its files with it. */
  private Optional<Origin> files(Wanted wanted) {
    Optional<Origin> files =
        wanted.artifacts() == null
            ? wanted.from() instanceof Origin.Folder folder
                    && Files.isDirectory(folder.path().resolve(FolderSource.FILES))
                ? Optional.of(new Origin.Folder(folder.path().resolve(FolderSource.FILES)))
                : Optional.empty()
            : Optional.of(Origin.parse(wanted.artifacts()));
    files.ifPresent(origin -> AllowedOrigins.check(origin, config));
    return files;
  }

  /** Where files are copied from; empty where they stay where they are. */
  Optional<FileSource> openFiles(Wanted wanted) {
    return files(wanted)
        .map(origin ->
            switch (origin) {
              case Origin.Folder folder -> new DirectoryFiles(folder.path());
              case Origin.TrackingServer server ->
                  new ProxiedFiles(
                      new TrackingClient(server.uri(), wanted.token(), outbound, config.timeout()));
              case Origin.SqliteFile file -> throw noFiles(file);
              case Origin.PostgresqlDatabase database -> throw noFiles(database);
            });
  }

  private static Failure noFiles(Origin origin) {
    return Failure.invalid(
        "artifacts is no place of files: " + origin.shown(),
        "name a folder, or the address of a tracking server");
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
