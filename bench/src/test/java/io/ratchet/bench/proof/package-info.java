// SPDX-License-Identifier: Apache-2.0

/** The promises of the statistics, held against a small part of the simulations of the page. */
@NullMarked
package io.ratchet.bench.proof;

import org.jspecify.annotations.NullMarked;
