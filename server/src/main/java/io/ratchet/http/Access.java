// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

/** What a route asks of its caller; each level includes those before it. */
public enum Access {
  /** Anybody, without credentials. */
  OPEN,
  /** Reads everything. */
  VIEWER,
  /** Serves traffic and changes versions, routes and stages. */
  OPERATOR,
  /** Manages keys. */
  ADMIN;

  public boolean includes(Access other) {
    return compareTo(other) >= 0;
  }
}
