// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The state of a spool at one moment.
 *
 * @param pendingBytes bytes appended and not released
 * @param reservedBytes room that is kept for entries to come
 * @param pendingEntries entries appended and not released, unreadable ones included
 * @param maxBytes the bound of both together
 * @param segments files of the log
 * @param released everything before this position was applied
 * @param forced everything before this position survives a power cut
 * @param end where the next entry begins
 * @param lastFsync how long the last fsync took; null before the first
 * @param failed why the spool takes no more records; null while it does
 * @param corruptBytes bytes that could not be read since the spool was opened; each was set aside
 */
public record SpoolStatus(
    long pendingBytes,
    long reservedBytes,
    long pendingEntries,
    long maxBytes,
    int segments,
    long released,
    long forced,
    long end,
    @Nullable Duration lastFsync,
    @Nullable String failed,
    long corruptBytes) {}
