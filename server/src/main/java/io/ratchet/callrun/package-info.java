// SPDX-License-Identifier: Apache-2.0

/**
 * Gateway calls as runs, so that what MLflow's clients search includes what the gateway served.
 *
 * <p>A call that carries the dimension that calls are counted by, usually {@code persona}, is a run
 * of the group {@code PERSONA_DATE}, such as {@code viral_creator_2025-01-31}, with its tokens,
 * latency, cost and outcome as metrics, its model and prompt as parameters, and its own tags.
 *
 * <p>Invariants: calls are followed behind a cursor that moves in the transaction of the runs, so a
 * call is a run once, within seconds of being stored; the id of the run is made from that of the
 * call. What is unknown of a call is no metric. A group that somebody deleted gets no more runs.
 *
 * <p>Never: keeps a call waiting, or changes one.
 */
@NullMarked
package io.ratchet.callrun;

import org.jspecify.annotations.NullMarked;
