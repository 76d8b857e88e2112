// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import java.io.IOException;

/** The connection of a request ended before the request did: nobody is left to answer. */
final class CallerGone extends IOException {
  private static final long serialVersionUID = 1;

  CallerGone(String message, Throwable cause) {
    super(message, cause);
  }
}
