// SPDX-License-Identifier: Apache-2.0

/** What a large file costs the product while it flows through, up and down. */
@NullMarked
package io.ratchet.bench.artifact;

import org.jspecify.annotations.NullMarked;
