// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A reference as it is kept: what a version is compared with, and where that came from.
 *
 * @param number counts from 1 for each version; the highest one counts
 * @param observed rows it was made of
 * @param note what people should know about it
 * @param content null while it is still being gathered
 */
record Reference(
    int number,
    Source source,
    long observed,
    String note,
    Instant createdAt,
    String createdBy,
    @Nullable References content) {

  /** Where a reference comes from. */
  enum Source {
    /** The artifact that the model's content names. */
    TRAINING,
    /** Rows that somebody sent. */
    FILE,
    /** Calls of a past time. */
    WINDOW,
    /** The first calls of the version. */
    TRAFFIC,
    /** None any more: the version was promoted, and its next calls become one. */
    PENDING;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Source of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
