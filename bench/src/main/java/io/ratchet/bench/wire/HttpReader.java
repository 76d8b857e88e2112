// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Reads HTTP/1.1 messages, requests and answers alike, from one connection; as little as works. */
final class HttpReader {
  private static final int BUFFER = 32 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private byte[] body = new byte[BUFFER];
  private int length;
  private String head = "";

  HttpReader(InputStream in) {
    this.in = in;
  }

  /** Reads one message whole; false where the connection ended before it began. */
  boolean next() throws IOException {
    length = 0;
    if (from == to && !fill()) {
      return false;
    }
    head = line();
    boolean chunked = false;
    int expected = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      String name = header.substring(0, colon);
      if (name.equalsIgnoreCase("content-length")) {
        expected = Integer.parseInt(header.substring(colon + 1).strip());
      } else if (name.equalsIgnoreCase("transfer-encoding")) {
        chunked = header.toLowerCase(Locale.ROOT).contains("chunked");
      }
    }
    if (chunked) {
      for (int size = chunk(); size > 0; size = chunk()) {
        take(size);
        line();
      }
      line();
    } else {
      take(expected);
    }
    return true;
  }

  private int chunk() throws IOException {
    String size = line();
    int semicolon = size.indexOf(';');
    return Integer.parseInt(semicolon < 0 ? size : size.substring(0, semicolon), 16);
  }

  /** The first line of the last message. */
  String head() {
    return head;
  }

  /** The status of the last message, if it is an answer. */
  int status() {
    return Integer.parseInt(head, 9, 12, 10);
  }

  /** The body of the last message. */
  byte[] body() {
    return Arrays.copyOf(body, length);
  }

  int length() {
    return length;
  }

  /** Whether the body of the last message holds some bytes. */
  boolean bodyHolds(byte[] wanted) {
    for (int start = 0; start <= length - wanted.length; start++) {
      int i = 0;
      while (i < wanted.length && body[start + i] == wanted[i]) {
        i++;
      }
      if (i == wanted.length) {
        return true;
      }
    }
    return false;
  }

  private String line() throws IOException {
    int at = from;
    while (true) {
      while (at < to) {
        if (buffer[at] == '\n') {
          int end = at > from && buffer[at - 1] == '\r' ? at - 1 : at;
          String line = new String(buffer, from, end - from, StandardCharsets.ISO_8859_1);
          from = at + 1;
          return line;
        }
        at++;
      }
      at -= from;
      if (!fill()) {
        throw new EOFException("the connection ended within a message");
      }
      at += from;
    }
  }

  private void take(int count) throws IOException {
    if (length + count > body.length) {
      body = Arrays.copyOf(body, Math.max(body.length * 2, length + count));
    }
    int wanted = count;
    while (wanted > 0) {
      if (from == to && !fill()) {
        throw new EOFException("the connection ended within a body");
      }
      int part = Math.min(wanted, to - from);
      System.arraycopy(buffer, from, body, length, part);
      from += part;
      length += part;
      wanted -= part;
    }
  }

  /** Reads more behind what is left, which moves to the beginning. */
  private boolean fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to == buffer.length) {
      throw new IOException("a line is longer than " + buffer.length + " bytes");
    }
    int read = in.read(buffer, to, buffer.length - to);
    if (read < 0) {
      return false;
    }
    to += read;
    return true;
  }
}
