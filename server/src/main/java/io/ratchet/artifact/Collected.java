// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import java.time.Instant;

/**
 * What a collection of garbage removed, or would remove.
 *
 * @param before only what is older
 * @param roots deleted runs and models whose artifacts go; their bytes are those of {@code files}
 * @param files paths below them
 * @param contents that no path and no version has; their bytes are free afterwards
 * @param parts of uploads that broke off
 * @param uploads in parts that nobody went on with
 */
public record Collected(
    boolean dryRun,
    Instant before,
    long roots,
    Tally files,
    Tally contents,
    Tally parts,
    Tally uploads) {}
