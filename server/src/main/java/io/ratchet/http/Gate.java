// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

/** Decides who may pass a route. */
@FunctionalInterface
public interface Gate {
  /**
   * The caller of a request that may use this route.
   *
   * @throws io.ratchet.base.Failure UNAUTHENTICATED or DENIED
   */
  Caller admit(Request request, Route route);
}
