// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the server may write backups to.
 *
 * @param directory holds them; null where they are only sent to whoever asks
 */
public record BackupConfig(@Nullable Path directory) {
  static BackupConfig read(Section section) {
    return new BackupConfig(
        section.optionalPath(
            "directory",
            "Where the server writes backups that are asked for by name; where it is not written,"
                + " backups are only sent to whoever asks for them."));
  }
}
