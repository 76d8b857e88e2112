// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.tracking.ArchivePolicy;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Spans that are in files, as MLflow kept them before it had a table for them: {@code traces.json}
 * among the artifacts of a trace.
 */
final class SpanFiles {
  /** Says in a line where the spans are that it has not; no part of the plain form. */
  static final String AT = "spans_at";

  private static final String NAME = "traces.json";
  private static final int LENGTH = 128 << 20;

  /** What a folder of artifacts and a proxy have in common. */
  private static final Pattern TAIL =
      Pattern.compile("(?:.*[/:])?([^/:]+/traces/[^/]+/artifacts)/?");

  private final Optional<FileSource> files;

  SpanFiles(Optional<FileSource> files) {
    this.files = files;
  }

  /** The line with its spans. */
  JsonNode completed(JsonNode line, String what, ArchivePolicy.Refused refused) {
    Matcher tail = TAIL.matcher(Lines.text(line, AT));
    if (!tail.matches()) {
      return line;
    }
    String spans = what + ", spans";
    if (files.isEmpty()) {
      refused.add(spans, "they are files: say with artifacts where they are");
      return line;
    }
    try {
      Optional<FileSource.Content> file = files.get().find(tail.group(1), NAME);
      if (file.isEmpty()) {
        refused.add(spans, "there is no " + NAME + " in " + tail.group(1));
        return line;
      }
      ObjectNode whole = ((ObjectNode) line).deepCopy();
      whole.set("spans", read(file.get()).path("spans"));
      return whole;
    } catch (IOException e) {
      refused.add(spans, "their file could not be read: " + e.getMessage());
    } catch (Failure | JacksonException e) {
      refused.add(spans, "their file is no JSON object with spans");
    }
    return line;
  }

  private static JsonNode read(FileSource.Content file) throws IOException {
    try (InputStream in = file.open()) {
      byte[] content = in.readNBytes(LENGTH + 1);
      if (content.length > LENGTH) {
        throw new IOException("it has more than " + LENGTH + " bytes");
      }
      return Json.read(content);
    }
  }
}
