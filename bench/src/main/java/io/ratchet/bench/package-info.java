// SPDX-License-Identifier: Apache-2.0

/** Placeholder. */
@NullMarked
package io.ratchet.bench;

import org.jspecify.annotations.NullMarked;
