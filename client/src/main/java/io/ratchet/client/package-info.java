// SPDX-License-Identifier: Apache-2.0

/**
 * Instruments a service that serves elsewhere: asks a Ratchet server which version a unit gets, and
 * tells it what was served. It needs the JDK and nothing else, so that it fits into any service.
 *
 * <p>A {@link io.ratchet.client.RatchetClient} never breaks nor delays its host. Records wait in a
 * buffer whose bounds are fixed, and one virtual thread sends them in batches; a record that finds
 * the buffer full is refused and counted. Every record has an id from here, so sending it again
 * after a lost answer counts once. What the server refuses is reported to a {@link
 * io.ratchet.client.ClientListener} with the server's own words, and its neighbours still go.
 *
 * <p>The buffer is memory: a kill of the process loses what was not sent. Nothing that is unknown
 * is sent as 0; it is left out.
 */
@NullMarked
package io.ratchet.client;

import org.jspecify.annotations.NullMarked;
