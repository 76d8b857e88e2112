// SPDX-License-Identifier: Apache-2.0

/** Tests of the whole product from outside: real processes, real clients, real kills. */
@NullMarked
package io.ratchet.app;

import org.jspecify.annotations.NullMarked;
