// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import org.jspecify.annotations.Nullable;

/** Which prompt or model a command is about, and where the server's paths about it begin. */
interface AssetOption {
  /** What a path and a person call this kind of asset: {@code prompt}, {@code model}. */
  String kind();

  /** What was said on the command line; null where that is left to the server. */
  @Nullable String given();

  /** The name given, else the one that the server answers for by default. */
  String name(Connection connection);

  /** Where the figures of a version are. */
  String metrics(String version, int days);

  /** A path below the asset, such as {@code /aliases/{alias}}, with its values. */
  default String path(Connection connection, String below, String... values) {
    return Connection.path("/api/" + kind() + "s/{name}", name(connection))
        + Connection.path(below, values);
  }

  /** A path below one version of the asset. */
  default String versionPath(Connection connection, String version, String below) {
    return path(connection, "/versions/{version}", version) + below;
  }
}
