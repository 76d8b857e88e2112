// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import io.ratchet.base.Amounts;
import io.ratchet.base.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** One configuration file: bytes that must be UTF-8 and few, then YAML. */
final class ConfigFile {
  /** Far more than any configuration needs, and little enough to be read whole. */
  static final int BYTE_LIMIT = 1 << 20;

  private ConfigFile() {}

  static Node.Mapping read(Path file, Faults faults) {
    String name = file.toString();
    String text = text(name, bytes(file), faults);
    return text == null
        ? Node.Mapping.empty(new Origin.File(name, 1, 1))
        : Yaml.read(name, text, faults);
  }

  private static byte[] bytes(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Failure.invalid(
          Files.isDirectory(file)
              ? file + " is a directory, not a configuration file"
              : "the configuration file " + file + " does not exist",
          "name a file with --config, or write one with `ratchet init`");
    }
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(BYTE_LIMIT + 1);
      if (bytes.length > BYTE_LIMIT) {
        throw Failure.invalid(
            "the configuration file " + file + " is larger than " + Amounts.print(BYTE_LIMIT),
            "is this the right file?");
      }
      return bytes;
    } catch (IOException e) {
      throw Failure.invalid(
          "the configuration file " + file + " cannot be read: " + e.getMessage(),
          "check its permissions");
    }
  }

  private static @Nullable String text(String name, byte[] bytes, Faults faults) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer decoded = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), decoded, true);
    String text = decoded.flip().toString();
    if (result.isError()) {
      faults.add(place(name, text), "not UTF-8 from here on; save the file as UTF-8");
      return null;
    }
    text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (!StreamReader.isPrintable(text.codePointAt(i))) {
        String code = "U+%04X".formatted(text.codePointAt(i));
        faults.add(place(name, text.substring(0, i)), code + " is no character of a text");
        return null;
      }
    }
    return text;
  }

  /** The place behind a beginning of the text. */
  private static Origin place(String name, String before) {
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    String last = before.substring(before.lastIndexOf('\n') + 1);
    return new Origin.File(name, line, last.codePointCount(0, last.length()) + 1);
  }
}
