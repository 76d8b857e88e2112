// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import com.github.luben.zstd.Zstd;
import java.util.Arrays;

/** The bytes of a span in its row: compressed (Zstandard, RFC 8878) where that makes them fewer. */
final class SpanContent {
  private static final byte PLAIN = 0;
  private static final byte COMPRESSED = 1;
  private static final int LEVEL = 3;

  /** Shorter ones gain nothing. */
  private static final int WORTHWHILE = 200;

  private SpanContent() {}

  static byte[] pack(byte[] message) {
    if (message.length >= WORTHWHILE) {
      byte[] compressed = Zstd.compress(message, LEVEL);
      if (compressed.length < message.length) {
        return marked(COMPRESSED, compressed);
      }
    }
    return marked(PLAIN, message);
  }

  private static byte[] marked(byte mark, byte[] content) {
    byte[] marked = new byte[content.length + 1];
    marked[0] = mark;
    System.arraycopy(content, 0, marked, 1, content.length);
    return marked;
  }

  static byte[] unpack(byte[] stored) {
    byte[] content = Arrays.copyOfRange(stored, 1, stored.length);
    return stored[0] == PLAIN
        ? content
        : Zstd.decompress(content, Math.toIntExact(Zstd.getFrameContentSize(content)));
  }
}
