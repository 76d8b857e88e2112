// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long what was deleted can be restored.
 *
 * @param deletedRetention age of a deletion at which a nightly pass makes it final; null for never
 */
public record RunsConfig(@Nullable Duration deletedRetention) {
  static RunsConfig read(Section section) {
    return new RunsConfig(
        section.optionalDuration(
            "deleted_retention",
            "1h",
            "36500d",
            "How long deleted runs, logged models and experiments can be restored: every night at"
                + " 03:00 UTC those that were deleted earlier go for good, with their files, and"
                + " files that nothing refers to. Where it is not written they stay until somebody"
                + " runs ratchet gc."));
  }
}
