// SPDX-License-Identifier: Apache-2.0
package io.ratchet.ofrep;

import io.ratchet.base.Digest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strong entity tag (RFC 9110, 8.8.3): a digest of the body, and so of every revision and of what
 * the context made of it. The same on every node.
 */
record EntityTag(String value) {
  private static final int HEX_DIGITS = 32;
  private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")");

  static EntityTag of(byte[] body) {
    return new EntityTag("\"" + Digest.sha256(body).substring(0, HEX_DIGITS) + "\"");
  }

  /** Whether a header If-None-Match names it; compared weakly, as 13.1.2 says. */
  boolean isIn(String header) {
    if (header.strip().equals("*")) {
      return true;
    }
    Matcher tags = TAG.matcher(header);
    while (tags.find()) {
      if (tags.group(1).equals(value)) {
        return true;
      }
    }
    return false;
  }
}
