// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

/** Decides who may pass a route. */
@FunctionalInterface
public interface Gate {
  /**
   * The caller of a request that may use a route of this access.
   *
   * @throws io.ratchet.base.Failure UNAUTHENTICATED or DENIED
   */
  Caller admit(Request request, Access needed);
}
