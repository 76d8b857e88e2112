// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import org.jspecify.annotations.Nullable;

/**
 * What a run is, without what it logged.
 *
 * @param number stands for the run in other tables
 * @param id 32 hexadecimal digits
 * @param startTime milliseconds since 1970 UTC
 * @param endTime null while it has not ended
 * @param artifactUri where its files are
 */
public record RunInfo(
    long number,
    String id,
    long groupId,
    String name,
    String userId,
    RunStatus status,
    long startTime,
    @Nullable Long endTime,
    String artifactUri,
    boolean isDeleted) {}
