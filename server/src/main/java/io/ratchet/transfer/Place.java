// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import org.jspecify.annotations.Nullable;

/**
 * Where files are to be that were at some place of the source.
 *
 * @param hasFiles whether they are copied too, so that those in folders are here from now on
 */
record Place(boolean hasFiles) {
  private static final String PROXIED = "mlflow-artifacts:";

  /** The same place, or null where this server keeps them. */
  @Nullable String of(@Nullable String uri) {
    if (uri == null || uri.isEmpty() || uri.startsWith(PROXIED)) {
      return null;
    }
    return hasFiles && (uri.startsWith("file:") || !uri.contains("://")) ? null : uri;
  }
}
