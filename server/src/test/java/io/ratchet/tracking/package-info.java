// SPDX-License-Identifier: Apache-2.0

/** Tests of runs below their wire. */
@NullMarked
package io.ratchet.tracking;

import org.jspecify.annotations.NullMarked;
