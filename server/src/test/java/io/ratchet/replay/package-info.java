// SPDX-License-Identifier: Apache-2.0

/** Tests of the replays' decisions; the whole is tested from outside. */
@NullMarked
package io.ratchet.replay;

import org.jspecify.annotations.NullMarked;
