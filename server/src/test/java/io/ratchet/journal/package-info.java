// SPDX-License-Identifier: Apache-2.0

/** Tests of the journal. */
@NullMarked
package io.ratchet.journal;

import org.jspecify.annotations.NullMarked;
