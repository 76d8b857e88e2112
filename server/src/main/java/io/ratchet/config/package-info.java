// SPDX-License-Identifier: Apache-2.0

/**
 * What the operator asked for: one tree of settings, merged from {@code ratchet.yaml}, the file and
 * the section of a profile, environment variables and flags, each over the one before.
 *
 * <p>A feature reads its own record out of a {@link io.ratchet.config.Section}. Each read declares
 * the key with its type, default, limits and meaning, so the same lines that read the settings make
 * the reference page, the effective configuration and the list of what may be written at all.
 *
 * <p>Strict: a key that nobody reads, a value that does not fit, or a variable {@code RATCHET_...}
 * that means nothing stops the start, and all faults are reported at once with file, line and
 * column. Secrets are never shown. Nothing here opens a database, a socket, or a file other than
 * the two configuration files.
 */
@NullMarked
package io.ratchet.config;

import org.jspecify.annotations.NullMarked;
