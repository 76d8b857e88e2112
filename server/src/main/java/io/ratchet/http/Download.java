// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file on its way to a caller: streamed, as long as it says, whole or the one range that was
 * asked for (RFC 9110, section 14). It is always an attachment of exactly its type, so that no
 * browser runs what somebody has uploaded.
 *
 * @param name as the caller may save it
 * @param tag names the content: the same tag is the same bytes
 * @param source writes a part of it
 */
public record Download(String name, String contentType, long length, String tag, Source source) {
  /** Writes some bytes of a file. */
  @FunctionalInterface
  public interface Source {
    void write(long offset, long length, OutputStream out) throws IOException;
  }

  /** The answer to a request for this file. */
  public Answer answer(Request request) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", contentType);
    headers.put("content-disposition", disposition());
    headers.put("x-content-type-options", "nosniff");
    headers.put("accept-ranges", "bytes");
    headers.put("etag", entityTag());
    Optional<String> range = request.header("range").filter(_ -> request.method().equals("GET"));
    boolean same = request.header("if-range").map(entityTag()::equals).orElse(true);
    return switch (range.isPresent() && same ? Range.of(range.get(), length) : new Range.All()) {
      case Range.All _ -> streamed(200, 0, length, headers);
      case Range.Part part -> {
        long last = part.offset() + part.length() - 1;
        headers.put("content-range", "bytes " + part.offset() + "-" + last + "/" + length);
        yield streamed(206, part.offset(), part.length(), headers);
      }
      case Range.Outside _ ->
          new Answer.Whole(416, Map.of("content-range", "bytes */" + length), new byte[0]);
    };
  }

  private Answer streamed(int status, long offset, long count, Map<String, String> headers) {
    headers.put("content-length", Long.toString(count));
    return new Answer.Streamed(status, headers, out -> source.write(offset, count, out));
  }

  private String entityTag() {
    return '"' + tag + '"';
  }

  /** The name in ASCII for old clients, and as it is for others (RFC 6266). */
  private String disposition() {
    String plain = name.replaceAll("[^ !#-\\[\\]-~]", "_");
    String whole = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + whole;
  }
}
