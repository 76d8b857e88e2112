// SPDX-License-Identifier: Apache-2.0

/**
 * The prompts and their versions: what exists, what each version holds, and who made it when.
 *
 * <p>A {@link io.ratchet.registry.PromptVersion} is immutable and named by its semantic version; it
 * comes from a file of the prompt directory or by HTTP, and lives in the database from then on, so
 * that a vanished or broken file takes nothing away. Content may be replaced only until the version
 * was used for the first time: by a call, or by a stage beyond dev.
 *
 * <p>The data plane reads {@link io.ratchet.registry.Prompts} from an immutable snapshot in memory
 * and never waits for the database. What is live is no business of this room: it is the route,
 * which {@code routing} writes, and whose views (default version, champion) this room shows through
 * {@link io.ratchet.registry.LiveVersions}.
 */
@NullMarked
package io.ratchet.registry;

import org.jspecify.annotations.NullMarked;
