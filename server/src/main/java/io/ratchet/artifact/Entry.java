// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import org.jspecify.annotations.Nullable;

/**
 * What a directory holds.
 *
 * @param name within the directory
 * @param size null for a directory
 */
public record Entry(String name, @Nullable Long size) {}
