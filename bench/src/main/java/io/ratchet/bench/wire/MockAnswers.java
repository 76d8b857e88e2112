// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What the mock says, as bytes that only have to be written. */
final class MockAnswers {
  /** The deltas of one stream. */
  static final int DELTAS = 64;

  /** What stands before the number and the time in the content of a delta. */
  static final String MARK = "\"content\":\"#";

  private static final int BODY_BYTES = 2048;
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ";
  private static final String USAGE =
      "\"usage\":{\"prompt_tokens\":512,\"completion_tokens\":64,\"total_tokens\":576}";
  private static final String CHUNK =
      "{\"id\":\"chatcmpl-mock\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,"
          + "\"model\":\"mock\",\"choices\":[";
  private static final String SENTENCE = "The patient is stable, and no new medication is needed. ";

  private MockAnswers() {}

  /** A whole answer of 2 KB with its head. */
  static byte[] whole() {
    String before =
        "{\"id\":\"chatcmpl-mock\",\"object\":\"chat.completion\",\"created\":1760000000,"
            + "\"model\":\"mock\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
            + "\"content\":\"";
    String after =
        "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}]," + USAGE + "}";
    int room = BODY_BYTES - before.length() - after.length();
    String content = SENTENCE.repeat(room / SENTENCE.length() + 1).substring(0, room);
    String body = before + content + after;
    return bytes(HEAD + body.length() + "\r\n\r\n" + body);
  }

  static byte[] notFound() {
    return bytes("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
  }

  /** The head of a stream and its first frame. */
  static byte[] streamBegin() {
    String head =
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    ByteArrayOutputStream begin = new ByteArrayOutputStream();
    begin.writeBytes(bytes(head));
    begin.writeBytes(
        frame(
            CHUNK
                + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
                + "\"finish_reason\":null}]}"));
    return begin.toByteArray();
  }

  /** One delta, with its number and the time it is sent at. */
  static byte[] delta(int number, long nanos) {
    return frame(
        CHUNK
            + "{\"index\":0,\"delta\":{"
            + MARK
            + number
            + ':'
            + nanos
            + " \"},\"finish_reason\":null}]}");
  }

  static byte[] streamEnd(boolean usage) {
    ByteArrayOutputStream end = new ByteArrayOutputStream();
    end.writeBytes(frame(CHUNK + "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"));
    if (usage) {
      end.writeBytes(frame(CHUNK + "]," + USAGE + "}"));
    }
    end.writeBytes(frame("[DONE]"));
    end.writeBytes(bytes("0\r\n\r\n"));
    return end.toByteArray();
  }

  private static byte[] frame(String data) {
    int length = "data: ".length() + data.length() + "\n\n".length();
    return bytes(Integer.toHexString(length) + "\r\ndata: " + data + "\n\n\r\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
