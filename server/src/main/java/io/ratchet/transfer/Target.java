// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.artifact.ArtifactFiles;
import io.ratchet.catalog.CatalogArchive;
import io.ratchet.storage.Database;
import io.ratchet.tracking.RunArchive;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where things go, and come from again: this server's own stores.
 *
 * @param roots where the files of a run are kept, by its id
 */
public record Target(
    Database database,
    RunArchive runs,
    CatalogArchive assets,
    ArtifactFiles files,
    Function<String, Optional<String>> roots) {}
