// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

/** The server refused what was sent; sending it again changes nothing. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  RefusedException(int status, String problem) {
    super("status " + status + ": " + problem);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
