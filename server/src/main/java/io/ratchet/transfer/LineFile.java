// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A file of JSON lines, read from its beginning on, the next line being looked at before. */
final class LineFile implements AutoCloseable {
  private static final int LENGTH = 128 << 20;

  private final Path file;
  private final Comparator<JsonNode> order;
  private @Nullable InputStream in;
  private @Nullable JsonNode next;
  private long number;

  /**
   * A file that has not been looked at yet.
   *
   * @param order in which its lines must be
   */
  LineFile(Path file, Comparator<JsonNode> order) {
    this.file = file;
    this.order = order;
  }

  /** The line that {@link #take} takes; null at the end. */
  @Nullable JsonNode peek() {
    if (in == null) {
      restart();
    }
    return next;
  }

  /** Takes the next line, or null at the end. */
  @Nullable JsonNode take() {
    JsonNode taken = peek();
    if (taken != null) {
      advance();
      JsonNode after = next;
      if (after != null && order.compare(taken, after) > 0) {
        throw Failure.invalid(
            "line %d of %s is not in its order".formatted(number, file),
            "sort the lines by the ids and names that the form says");
      }
    }
    return taken;
  }

  /** Takes the next line if it is one of those. */
  @Nullable JsonNode takeIf(Predicate<JsonNode> wanted) {
    JsonNode found = peek();
    return found != null && wanted.test(found) ? take() : null;
  }

  /** Goes over lines. */
  void skip(Predicate<JsonNode> unwanted) {
    while (takeIf(unwanted) != null) {
      // the next one
    }
  }

  /** Goes back to the first line. */
  void restart() {
    close();
    try {
      in =
          Files.exists(file)
              ? new BufferedInputStream(Files.newInputStream(file), 1 << 16)
              : InputStream.nullInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    number = 0;
    advance();
  }

  private void advance() {
    InputStream from = in;
    if (from == null) {
      return;
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    try {
      int b = from.read();
      while (b >= 0 && b != '\n') {
        line.write(b);
        if (line.size() > LENGTH) {
          throw fault("is longer than " + LENGTH + " bytes");
        }
        b = from.read();
      }
      number++;
      if (b < 0 && line.size() == 0) {
        next = null;
        return;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      next = Json.read(line.toByteArray());
    } catch (Failure e) {
      throw fault(
          "is no JSON object: "
              + Problem.shorten(line.toString(java.nio.charset.StandardCharsets.UTF_8)));
    }
    if (!next.isObject()) {
      throw fault("is no JSON object");
    }
  }

  private Failure fault(String what) {
    return Failure.invalid(
        "line %d of %s %s".formatted(number, file, what), "write one JSON object on each line");
  }

  @Override
  public void close() {
    InputStream open = in;
    in = null;
    next = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
