// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

/** Answers one request, or refuses it with a {@link io.ratchet.base.Failure}. */
@FunctionalInterface
public interface Handler {
  Answer handle(Request request);
}
