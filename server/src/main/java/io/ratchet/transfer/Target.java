// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.artifact.ArtifactFiles;
import io.ratchet.catalog.CatalogArchive;
import io.ratchet.evaluation.EvaluationArchive;
import io.ratchet.storage.Database;
import io.ratchet.trace.TraceArchive;
import io.ratchet.tracking.ModelArchive;
import io.ratchet.tracking.RunArchive;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where things go, and come from again: this server's own stores.
 *
 * @param roots where the files of a run or of a logged model are kept, by its id
 */
public record Target(
    Database database,
    RunArchive runs,
    ModelArchive models,
    TraceArchive traces,
    EvaluationArchive evaluation,
    CatalogArchive assets,
    ArtifactFiles files,
    Function<String, Optional<String>> roots) {}
