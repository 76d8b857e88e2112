// SPDX-License-Identifier: Apache-2.0

/** Tests of the room of traces. */
@NullMarked
package io.ratchet.trace;

import org.jspecify.annotations.NullMarked;
