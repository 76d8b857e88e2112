// SPDX-License-Identifier: Apache-2.0
package io.ratchet.purge;

import io.ratchet.artifact.Collected;
import java.time.Instant;

/**
 * What a pass did, or would do.
 *
 * @param before only what was deleted by then
 * @param garbage what went of the files
 */
public record Purged(boolean dryRun, Instant before, Counts counts, Collected garbage) {}
