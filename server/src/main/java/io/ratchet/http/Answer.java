// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import io.ratchet.base.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What goes back to a caller: a whole body, or one that is written as it comes. */
public sealed interface Answer {
  int status();

  /** Response headers, content type included. */
  Map<String, String> headers();

  Answer withHeader(String name, String value);

  /** A body known in full. */
  record Whole(int status, Map<String, String> headers, byte[] body) implements Answer {
    public Whole {
      headers = Map.copyOf(headers);
    }

    @Override
    public Whole withHeader(String name, String value) {
      return new Whole(status, with(headers, name, value), body);
    }
  }

  /** A body that is written piece by piece; each flush reaches the caller at once. */
  record Streamed(int status, Map<String, String> headers, Writer writer) implements Answer {
    public Streamed {
      headers = Map.copyOf(headers);
    }

    @Override
    public Streamed withHeader(String name, String value) {
      return new Streamed(status, with(headers, name, value), writer);
    }
  }

  /** Writes a streamed body; an IOException from the stream means that the caller has gone. */
  @FunctionalInterface
  interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  static Whole json(JsonNode body) {
    return json(200, body);
  }

  static Whole json(int status, JsonNode body) {
    return bytes(status, "application/json", Json.bytes(body));
  }

  static Whole text(String contentType, String body) {
    return bytes(200, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  static Whole bytes(int status, String contentType, byte[] body) {
    return new Whole(status, Map.of("content-type", contentType), body);
  }

  private static Map<String, String> with(Map<String, String> headers, String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(headers);
    changed.put(name, value);
    return changed;
  }
}
