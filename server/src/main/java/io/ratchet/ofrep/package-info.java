// SPDX-License-Identifier: Apache-2.0

/**
 * What is live, asked for as flags: the OpenFeature Remote Evaluation Protocol (OFREP 0.3.0).
 *
 * <p>A flag is a prompt by its name, or an experiment by its name or id; its value is a version.
 * The unit is the targeting key, assigned by the same code and so to the same arm as everywhere
 * else; the rest of the context is what segments look at. All of it comes from the live routes in
 * memory, so an absent database or control plane stops no evaluation.
 *
 * <p>Invariants: whoever asks for one flag and gets an arm of a running experiment was exposed,
 * which is in the spool before the answer leaves; whoever asks for all flags was not, since nobody
 * knows which of them count. Every refusal is JSON in the protocol's words.
 *
 * <p>Never: decides who gets what, knows an experiment otherwise than as the owner of a route, or
 * reads the database.
 */
@NullMarked
package io.ratchet.ofrep;

import org.jspecify.annotations.NullMarked;
