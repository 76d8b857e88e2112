// SPDX-License-Identifier: Apache-2.0

/** Tests of the calls: their way into the database, what they add up to, and what is refused. */
@NullMarked
package io.ratchet.call;

import org.jspecify.annotations.NullMarked;
