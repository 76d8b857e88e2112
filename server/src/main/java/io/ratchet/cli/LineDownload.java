// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes an exported kind down into a file, line by line. */
final class LineDownload {
  private LineDownload() {}

  /**
   * Writes the file.
   *
   * @return how many lines it has, and its SHA-256
   */
  static ObjectNode to(Connection connection, String kind, Path file) throws IOException {
    MessageDigest digest = sha256();
    long lines = 0;
    Path whole = file.resolveSibling(file.getFileName() + ".whole");
    connection.download("/api/exports/" + kind, whole);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(whole));
        OutputStream out =
            new DigestOutputStream(
                new java.io.BufferedOutputStream(Files.newOutputStream(file)), digest)) {
      byte[] line = line(in);
      for (byte[] next = line(in); next.length > 0; next = line(in)) {
        out.write(line);
        lines++;
        line = next;
      }
      JsonNode end = line.length == 0 ? Json.object() : Json.read(line);
      if (end.path("lines").asLong(-1) != lines) {
        throw new IOException("the server broke off after " + lines + " lines of " + kind);
      }
    } finally {
      Files.deleteIfExists(whole);
    }
    return Json.object()
        .put("lines", lines)
        .put("sha256", HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The next line with its end; empty after the last. */
  private static byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    int b;
    do {
      b = in.read();
      if (b >= 0) {
        line.write(b);
      }
    } while (b >= 0 && b != '\n');
    return line.toByteArray();
  }
}
