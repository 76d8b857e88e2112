// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

/**
 * What became of the calls and feedback that a client was given. All but {@code waiting} only grow,
 * and together they are all that was given.
 *
 * @param waiting in the buffer, or on its way
 * @param sent on the server's disk, acknowledged
 * @param refused wrong: the server, or the client before it, said why
 * @param dropped given when the buffer was full or the client closed, or not sent before it closed
 * @param givenUp the server failed on them, again and again
 */
public record Counts(long waiting, long sent, long refused, long dropped, long givenUp) {}
