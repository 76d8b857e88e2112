// SPDX-License-Identifier: Apache-2.0

/**
 * The gateway: chat completions in OpenAI's shape, served by whichever provider the request, the
 * prompt or the configuration names.
 *
 * <p>A request is read only as far as routing and accounting need; its bytes go on unchanged but
 * for the provider's prefix of {@code model}, the {@code ratchet} member and, on streams, the wish
 * for usage figures. {@link io.ratchet.gateway.Completions} is the whole path: resolve, render,
 * send, relay, record.
 *
 * <p>Invariants: a request whose model resolves ends as exactly one call, written before its answer
 * (before the last frame of a stream) leaves; the caller's own credentials never go upstream and
 * the provider's never come back; nothing is sent again after a byte of its answer was forwarded;
 * queues, retries, bodies and events are bounded. The room reads no clock and rolls no dice of its
 * own, and it never looks into the control plane.
 */
@NullMarked
package io.ratchet.gateway;

import org.jspecify.annotations.NullMarked;
