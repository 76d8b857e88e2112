// SPDX-License-Identifier: Apache-2.0

/**
 * Tells a Ratchet server about calls that were served elsewhere. It needs the JDK and nothing else,
 * so that it fits into any service.
 *
 * <p>A {@link io.ratchet.client.RatchetClient} sends records and feedback in one request each and
 * returns when the server has them on disk; a resent id is counted once, so sending again after an
 * error is safe.
 */
@NullMarked
package io.ratchet.client;

import org.jspecify.annotations.NullMarked;
