// SPDX-License-Identifier: Apache-2.0

/**
 * Traces as calls: a service that loads a prompt from the registry, asks a provider itself and
 * sends a trace of it, is counted for that version as if the gateway had served it.
 *
 * <p>A trace that links to a version of a prompt of ours is a call of that version, with its
 * outcome, latency, tokens, cost, user and tags; what is valid feedback on the trace is feedback on
 * the call, also when it comes later. Figures, comparisons and alerts then include it.
 *
 * <p>Invariants: a trace counts once for each version that it links to, seconds after it ended, and
 * only within a day of its end, so that what is imported does not change figures of the past. Where
 * a trace used several versions, what each of them took is unknown and stays so. Nothing is
 * forgotten until the call is durable.
 *
 * <p>Never: changes a trace, or counts one whose prompt the registry does not know.
 */
@NullMarked
package io.ratchet.tracecall;

import org.jspecify.annotations.NullMarked;
