// SPDX-License-Identifier: Apache-2.0

/** Tests of the client against a real HTTP server. */
@NullMarked
package io.ratchet.client;

import org.jspecify.annotations.NullMarked;
