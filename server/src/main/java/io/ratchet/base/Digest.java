// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4) as lower-case hexadecimal: the identity of content. */
public final class Digest {
  private Digest() {}

  public static String sha256(byte[] content) {
    return HexFormat.of().formatHex(start().digest(content));
  }

  /** For content that comes piece by piece. */
  public static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public static String sha256(String content) {
    return sha256(content.getBytes(StandardCharsets.UTF_8));
  }
}
