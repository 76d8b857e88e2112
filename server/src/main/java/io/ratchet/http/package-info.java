// SPDX-License-Identifier: Apache-2.0

/**
 * The door: how requests come in, how answers and refusals go out, and how we call others.
 *
 * <p>A feature hands its {@link io.ratchet.http.Route}s to {@code app}; a handler takes a {@link
 * io.ratchet.http.Request} and returns an {@link io.ratchet.http.Answer}, or throws {@link
 * io.ratchet.base.Failure}, which becomes an answer in exactly one place. The room knows no feature
 * and no credentials: who may pass is asked of a {@link io.ratchet.http.Gate}. Whose things a
 * request is about is its {@link io.ratchet.base.Project}; a route says whether it keeps projects
 * apart.
 *
 * <p>Invariants: every body, header and path is bounded before it is read; a request never ends
 * without an answer; an unexpected exception is logged once and answered as 500 without its text.
 */
@NullMarked
package io.ratchet.http;

import org.jspecify.annotations.NullMarked;
