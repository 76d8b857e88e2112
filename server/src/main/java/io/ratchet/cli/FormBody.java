// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The body of a form with files: {@code multipart/form-data}, RFC 7578. */
public final class FormBody {
  /** Long and odd enough not to occur in a file by chance; checked all the same. */
  private static final String BOUNDARY = "ratchet-form-2b7e151628aed2a6abf7158809cf4f3c";

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  /** Adds a field. */
  FormBody field(String name, String value) {
    return part(name, "", value.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a file. */
  FormBody file(String name, byte[] content) {
    return part(name, "; filename=\"" + name + "\"", content);
  }

  private FormBody part(String name, String more, byte[] content) {
    if (new String(content, StandardCharsets.ISO_8859_1).contains(BOUNDARY)) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          "the content of " + name + " holds the boundary of forms",
          "send it with another client");
    }
    write(
        "--%s\r\ncontent-disposition: form-data; name=\"%s\"%s\r\n\r\n"
            .formatted(BOUNDARY, name, more));
    body.writeBytes(content);
    write("\r\n");
    return this;
  }

  private void write(String text) {
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  String contentType() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  byte[] bytes() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(body.toByteArray());
    whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return whole.toByteArray();
  }
}
