// SPDX-License-Identifier: Apache-2.0

/**
 * Replay: inputs that were recorded are asked again of two versions of a prompt, and the answers
 * are compared pair by pair. It is what low traffic allows: what inputs share cancels, so that a
 * difference shows on fewer of them, and nobody is served by a version under trial.
 *
 * <p>The inputs are fixed before the first is asked. Each pair is asked of both versions, one after
 * the other, the control first in every second pair. The gateway renders, limits, prices and judges
 * as it does for every request, but its calls are not recorded: an answer is a row of the replay,
 * so that the figures of a version, experiments and exports hold what users were served and nothing
 * else. The money is counted here.
 *
 * <p>Invariants: an answer that was written is not paid again, whatever is killed; no pair begins
 * that would pass the cost limit by the dearest pair so far; the result is shown only when the
 * replay is over, since it is for one look. This room moves no route and decides nothing.
 */
@NullMarked
package io.ratchet.replay;

import org.jspecify.annotations.NullMarked;
