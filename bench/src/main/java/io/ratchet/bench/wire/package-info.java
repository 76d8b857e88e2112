// SPDX-License-Identifier: Apache-2.0

/**
 * Both ends of the line and what the product is compared with: a mock provider, a proxy that only
 * passes on, and load that is lean enough to leave the processor to what is measured.
 */
@NullMarked
package io.ratchet.bench.wire;

import org.jspecify.annotations.NullMarked;
