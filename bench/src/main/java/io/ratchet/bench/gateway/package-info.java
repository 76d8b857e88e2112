// SPDX-License-Identifier: Apache-2.0

/**
 * What it costs to go through the gateway: the mock called directly, through a proxy on the same
 * HTTP libraries, and through the product with recording on, in turns within one run.
 */
@NullMarked
package io.ratchet.bench.gateway;

import org.jspecify.annotations.NullMarked;
