// SPDX-License-Identifier: Apache-2.0

/**
 * The demonstration: real arrival times and sizes, synthetic clinical notes, three versions of a
 * prompt, replayed through a running server.
 *
 * <p>It is a client like any other and talks to the server by HTTP only; whatever it prints, the
 * server has answered. Which note, which user and which size a call has follows from its place in
 * the trace, so that two runs send the same. A call that fails is counted and the replay goes on.
 * The one thing it does beforehand is to write the prompts and notes that the server then loads.
 *
 * <p>A second demonstration, {@link io.ratchet.demo.ModelDemo}, lets a model live through a table
 * of rows in the order of time, under a clock that it moves; what the loop is compared with is
 * trained beside the server, and said to be.
 */
@NullMarked
package io.ratchet.demo;

import org.jspecify.annotations.NullMarked;
