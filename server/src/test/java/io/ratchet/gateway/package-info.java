// SPDX-License-Identifier: Apache-2.0

/** Tests of the gateway over real HTTP, with an upstream server that follows scripts. */
@NullMarked
package io.ratchet.gateway;

import org.jspecify.annotations.NullMarked;
