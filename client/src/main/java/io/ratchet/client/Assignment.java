// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import org.jspecify.annotations.Nullable;

/**
 * The version that a unit gets, and how that is known.
 *
 * @param experiment as it was asked for
 * @param unit who is served
 * @param variant the arm of the trial; null where no trial decided, as for every {@link
 *     Source#FALLBACK}
 * @param version what to serve
 * @param source who decided
 */
public record Assignment(
    String experiment, String unit, @Nullable String variant, String version, Source source) {

  /** Who decided on a version. */
  public enum Source {
    /** The server, just now. */
    SERVER,
    /** The server earlier, for the same unit; it cannot be asked now. */
    CACHED,
    /** The caller's own choice: the server cannot be asked, or knows no such experiment. */
    FALLBACK
  }
}
