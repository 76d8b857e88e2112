// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import org.jspecify.annotations.Nullable;

/**
 * One request that nobody should send.
 *
 * @param what is hostile about it
 * @param path with its query, percent-encoded
 */
record Attack(String what, String method, String path, @Nullable String body) {
  private static final int SHOWN = 300;

  @Override
  public String toString() {
    return "%s: %s %s %s".formatted(what, method, cut(path), body == null ? "" : cut(body));
  }

  private static String cut(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
  }
}
