// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the body of a form with files: {@code multipart/form-data}, RFC 7578. */
public final class Multipart {
  private static final String TYPE = "multipart/form-data";
  private static final Pattern BOUNDARY =
      Pattern.compile(
          ";\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME = parameter("name");
  private static final Pattern FILE = parameter("filename");
  private static final int PARTS = 100;
  private static final int HEADER_BYTES = 8_192;

  private final byte[] body;
  private final byte[] delimiter;

  private Multipart(byte[] body, String boundary) {
    this.body = body;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Pattern parameter(String name) {
    return Pattern.compile(
        ";\\s*" + name + "=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;\"]+))", Pattern.CASE_INSENSITIVE);
  }

  /**
   * One part.
   *
   * @param name of the field
   * @param file name of the file; null where the part is none
   */
  public record Part(String name, @Nullable String file, byte[] content) {}

  /** Whether a content type is one of these. */
  public static boolean is(String contentType) {
    return contentType.toLowerCase(Locale.ROOT).startsWith(TYPE);
  }

  /**
   * The parts of a body in their order.
   *
   * @throws Failure INVALID where it is not what its content type says
   */
  public static List<Part> read(String contentType, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw Failure.invalid(
          "the content type names no boundary: " + Problem.shorten(contentType),
          "leave the content type to your HTTP client, as curl -F does");
    }
    String given = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    return new Multipart(body, given).parts();
  }

  private List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    int at = first();
    while (!startsWith(at, "--")) {
      if (!startsWith(at, "\r\n") || parts.size() >= PARTS) {
        throw broken(parts.size() >= PARTS ? "it has too many parts" : "a boundary ends badly");
      }
      int end = indexOf(delimiter, at);
      if (end < 0) {
        throw broken("its last boundary is missing");
      }
      parts.add(part(at + 2, end));
      at = end + delimiter.length;
    }
    return parts;
  }

  /** Just after the first boundary, before which a preamble may stand. */
  private int first() {
    byte[] opening = Arrays.copyOfRange(delimiter, 2, delimiter.length);
    if (startsWith(0, new String(opening, StandardCharsets.ISO_8859_1))) {
      return opening.length;
    }
    int start = indexOf(delimiter, 0);
    if (start < 0) {
      throw broken("it does not hold its boundary");
    }
    return start + delimiter.length;
  }

  private Part part(int start, int end) {
    int blank = indexOf("\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), start);
    if (blank < 0 || blank > end || blank - start > HEADER_BYTES) {
      throw broken("a part has no headers");
    }
    String headers = new String(body, start, blank - start, StandardCharsets.UTF_8);
    String disposition =
        headers
            .lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-disposition:"))
            .findFirst()
            .orElse("");
    String name = value(NAME, disposition);
    if (name == null) {
      throw broken("a part has no name");
    }
    byte[] content = Arrays.copyOfRange(body, Math.min(blank + 4, end), end);
    return new Part(name, value(FILE, disposition), content);
  }

  private static @Nullable String value(Pattern parameter, String disposition) {
    Matcher matcher = parameter.matcher(disposition);
    if (!matcher.find()) {
      return null;
    }
    String quoted = matcher.group(1);
    return quoted == null ? matcher.group(2) : quoted.replaceAll("\\\\(.)", "$1");
  }

  private boolean startsWith(int at, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
    int end = at + wanted.length;
    return end <= body.length && Arrays.equals(body, at, end, wanted, 0, wanted.length);
  }

  private int indexOf(byte[] wanted, int from) {
    for (int i = from; i <= body.length - wanted.length; i++) {
      if (body[i] == wanted[0]
          && Arrays.equals(body, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }

  private static Failure broken(String why) {
    return Failure.invalid(
        "the body is no " + TYPE + ": " + why, "send it as curl -F file=@note.txt does");
  }
}
