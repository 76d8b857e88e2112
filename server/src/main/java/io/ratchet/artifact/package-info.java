// SPDX-License-Identifier: Apache-2.0

/**
 * Files by path, as the artifacts of runs and logged models are: streamed up and down, and kept
 * once however many paths have the same content.
 *
 * <p>{@link io.ratchet.artifact.ArtifactFiles} is the way in; {@link io.ratchet.artifact.Uploads}
 * takes files in parts; {@link io.ratchet.artifact.Garbage} removes what nobody refers to. Content
 * lives in {@link io.ratchet.storage.Artifacts} under its SHA-256, beside that of models.
 *
 * <p>Invariants: content is on disk before the row that refers to it commits, and a request is
 * answered after that commit, so a path that is seen can be read whole; a path is a file or a
 * directory, never both; nothing is removed that a row refers to, or that somebody put a short
 * while ago. The room never decodes a path twice, never holds a file in memory, and does not know
 * what a run is: it is told where the artifacts of one begin, and whether a path is the project's
 * that a request is about.
 */
@NullMarked
package io.ratchet.artifact;

import org.jspecify.annotations.NullMarked;
