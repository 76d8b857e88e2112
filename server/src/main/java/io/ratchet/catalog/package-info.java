// SPDX-License-Identifier: Apache-2.0

/**
 * MLflow's model registry as a view of ours: its registered models are our models, its prompts are
 * our prompts, and its endpoints read and move the same versions, stages, aliases and routes.
 *
 * <p>What only MLflow knows is kept here: names without versions, whole version numbers, and
 * descriptions and tags that may change. A version gets its number when it is first seen, whoever
 * registered it, in the order of versions; a number is never used again. A version that comes over
 * this wire is {@code N.0.0} of its asset, or the next major version where that is taken.
 *
 * <p>An asset belongs to the project that made it over this wire, else to the default one; to
 * others it is not there. Names are one space over all projects, since routes and calls go by name.
 *
 * <p>Invariants: the aliases {@code champion}, {@code production} and {@code staging} are views of
 * route and stages, and setting one is the move it names, journaled like any other; {@code latest}
 * is the highest number. A prompt's text, type and schema are read from its content, so a file of
 * the prompt directory looks to MLflow's clients as if they had registered it. Reading is from
 * memory. Deleting hides: content that served stays what it was.
 *
 * <p>Never: keeps a version's content, a stage or an alias of its own.
 */
@NullMarked
package io.ratchet.catalog;

import org.jspecify.annotations.NullMarked;
