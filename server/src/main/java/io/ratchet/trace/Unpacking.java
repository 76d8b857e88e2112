// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Undoes the content encoding of a body. It stops at a limit while it reads, so that a small body
 * cannot become a large one.
 */
final class Unpacking {
  private static final String WHAT_TO_DO =
      "send it as it is, or compressed with gzip or deflate and marked so in content-encoding";

  private Unpacking() {}

  /**
   * The body as it was before it was packed.
   *
   * @param encoding the header, as it came
   */
  static byte[] unpack(byte[] body, String encoding) {
    return unpack(body, encoding, TraceLimits.UNPACKED_BYTES);
  }

  static byte[] unpack(byte[] body, String encoding, int limit) {
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> checked(body, limit);
      case "gzip", "x-gzip" -> read(body, limit, GZIPInputStream::new);
      case "deflate" -> inflate(body, limit);
      default ->
          throw Failure.invalid(
              "content-encoding " + Problem.shorten(encoding) + " is not supported", WHAT_TO_DO);
    };
  }

  private static byte[] inflate(byte[] body, int limit) {
    Inflater inflater = inflater(body);
    try {
      return read(body, limit, in -> new InflaterInputStream(in, inflater));
    } finally {
      inflater.end();
    }
  }

  /** Some send deflate with the header of zlib (RFC 1950), as they should, and some without. */
  private static Inflater inflater(byte[] body) {
    boolean hasHeader = false;
    if (body.length > 1) {
      int header = Byte.toUnsignedInt(body[0]) * 256 + Byte.toUnsignedInt(body[1]);
      hasHeader = (body[0] & 0x0f) == 8 && header % 31 == 0;
    }
    return new Inflater(!hasHeader);
  }

  private interface Opening {
    InputStream open(InputStream packed) throws IOException;
  }

  private static byte[] read(byte[] body, int limit, Opening opening) {
    try (InputStream in = opening.open(new ByteArrayInputStream(body))) {
      return checked(in.readNBytes(limit + 1), limit);
    } catch (ZipException | EOFException e) {
      throw Failure.invalid("the body cannot be unpacked: " + e.getMessage(), WHAT_TO_DO);
    } catch (IOException e) {
      throw new IllegalStateException("an array was read", e);
    }
  }

  private static byte[] checked(byte[] body, int limit) {
    if (body.length > limit) {
      throw new Failure(
          ErrorCode.TOO_LARGE,
          "the body has more than " + limit + " bytes once it is unpacked",
          "send fewer spans at once");
    }
    return body;
  }
}
