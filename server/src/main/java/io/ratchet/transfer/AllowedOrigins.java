// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;

/** From where a server may import, since it reaches what the sender of a request may not. */
final class AllowedOrigins {
  private AllowedOrigins() {}

  /**
   * Refuses what the configuration does not allow.
   *
   * @throws Failure DENIED
   */
  static void check(Origin origin, TransferConfig config) {
    if (!config.isOpen() && config.sources().stream().noneMatch(a -> covers(a, origin))) {
      throw new Failure(
          ErrorCode.DENIED,
          "this server may not import from " + origin.shown(),
          "add it, or what it begins with, to transfers.sources in the configuration");
    }
  }

  private static boolean covers(String allowed, Origin origin) {
    return switch (origin) {
      case Origin.SqliteFile file -> isWithin(file.file(), allowed);
      case Origin.Folder folder -> isWithin(folder.path(), allowed);
      case Origin.PostgresqlDatabase database -> begins(database.shown(), allowed);
      case Origin.TrackingServer server -> begins(server.shown(), allowed);
    };
  }

  /** Whole segments only: {@code http://a} does not allow {@code http://a.example}. */
  private static boolean begins(String shown, String allowed) {
    String start = allowed.replaceFirst("/+$", "");
    return shown.equals(start) || shown.startsWith(start + "/");
  }

  /** Links are followed first: one inside of an allowed folder leads out of it. */
  private static boolean isWithin(Path path, String allowed) {
    String folder = allowed.replaceFirst("^(file|sqlite):(//)?", "");
    try {
      return path.toRealPath().startsWith(Path.of(folder).toRealPath());
    } catch (IOException | java.nio.file.InvalidPathException e) {
      return false;
    }
  }

  /**
   * Whether a server at that address may be asked. What a cloud tells its machines about themselves
   * is at a link-local address, and nobody keeps an MLflow there.
   */
  static boolean isReachable(InetAddress address) {
    return !address.isLinkLocalAddress()
        && !address.isAnyLocalAddress()
        && !address.isMulticastAddress();
  }
}
