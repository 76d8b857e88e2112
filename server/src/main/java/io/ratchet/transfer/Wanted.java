// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Project;
import org.jspecify.annotations.Nullable;

/**
 * An import as it is asked for.
 *
 * @param id null leaves that to us
 * @param token for a tracking server that wants one; null for none
 * @param artifacts where files are taken from; null where they stay where they are
 */
record Wanted(
    @Nullable String id,
    Origin from,
    @Nullable String token,
    @Nullable String artifacts,
    Project project,
    boolean dryRun,
    boolean resume) {
  @Override
  public String toString() {
    return "Wanted[" + from.shown() + "]";
  }
}
