// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import org.jspecify.annotations.Nullable;

/**
 * A key as it is written.
 *
 * @param kind what stands before the first dot; null where there is none
 * @param name the rest, without its quotes
 */
record Word(@Nullable String kind, String name) {}
