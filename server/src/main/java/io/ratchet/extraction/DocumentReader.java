// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.WellFormed;
import io.ratchet.http.Multipart;
import io.ratchet.http.Request;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads documents as they are sent: a JSON object, a form with a file, or the bare text. A body
 * that says it is {@code text/plain} is text whatever it begins with.
 */
final class DocumentReader {
  static final int ID_LENGTH = 128;
  private static final int NAME_LENGTH = 256;
  private static final String TEXT = "text";
  private static final Set<String> KNOWN = Set.of(TEXT, "name", "id", "metadata", "gold");

  private final ExtractionConfig config;

  DocumentReader(ExtractionConfig config) {
    this.config = config;
  }

  NewDocument read(Request request) {
    String type = request.header("content-type").orElse("");
    boolean plain = type.toLowerCase(Locale.ROOT).startsWith("text/plain");
    ObjectNode values =
        Multipart.is(type)
            ? form(Multipart.read(type, request.body()))
            : plain ? plain(request) : request.values();
    return document(values);
  }

  private static ObjectNode plain(Request request) {
    ObjectNode values = Json.object();
    for (String name : request.queryNames()) {
      request.query(name).ifPresent(value -> values.put(name, value));
    }
    return values.put(TEXT, decoded(TEXT, request.body()));
  }

  private static ObjectNode form(List<Multipart.Part> parts) {
    ObjectNode values = Json.object();
    for (Multipart.Part part : parts) {
      String field = part.name().equals("file") ? TEXT : part.name();
      if (values.has(field)) {
        throw Failure.invalid(
            "the form holds " + Problem.shorten(field) + " twice", "send one document at a time");
      }
      values.put(field, decoded(part.name(), part.content()));
      String file = part.file();
      if (file != null && field.equals(TEXT) && !values.has("name")) {
        values.put("name", file);
      }
    }
    return values;
  }

  private static String decoded(String field, byte[] content) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw Failure.invalid(
          field + " is not text in UTF-8",
          "convert it first; of a PDF or a picture, send the text that it holds");
    }
  }

  private NewDocument document(ObjectNode values) {
    List<Problem> problems = new ArrayList<>();
    Fields in = Fields.of(values, "", problems);
    String id = in.text("id", ID_LENGTH);
    String name = in.text("name", NAME_LENGTH);
    String text = in.text(TEXT, Integer.MAX_VALUE);
    ObjectNode metadata = object(in, "metadata", problems);
    ObjectNode gold = object(in, "gold", problems);
    if (id != null && !isId(id)) {
      in.problem("id", "must be a name without slashes and control characters", id);
    }
    if (name != null && (name.isBlank() || !WellFormed.is(name))) {
      in.problem("name", "must be a text that is not blank", name);
    }
    if (text == null && !in.has(TEXT)) {
      in.problem(TEXT, "is required", null);
    } else if (text != null && (text.isBlank() || !WellFormed.is(text))) {
      in.problem(TEXT, "must be a text that is not blank", text);
    }
    in.checkUnknown();
    if (!problems.isEmpty()) {
      throw Failure.invalid(
          problems,
          "send {\"text\": ...} with "
              + String.join(
                  ", ", KNOWN.stream().filter(field -> !field.equals(TEXT)).sorted().toList())
              + " where wanted, a form with a file, or the text itself as text/plain");
    }
    check(TEXT, bytes(text == null ? "" : text), config.maxDocumentBytes(), "max_document");
    if (metadata != null) {
      check("metadata", Json.bytes(metadata).length, config.maxMetadataBytes(), "max_metadata");
    }
    if (gold != null) {
      checkGold(gold);
    }
    return new NewDocument(
        id, name, text == null ? "" : text, metadata == null ? Json.object() : metadata, gold);
  }

  /** Gold on its own. */
  ObjectNode gold(Request request) {
    if (request.json() instanceof ObjectNode gold && WellFormed.is(gold)) {
      checkGold(gold);
      return gold;
    }
    throw Failure.invalid(
        "the gold is not a JSON object of whole characters",
        "send the right fields as one object, such as {\"allergies\": [\"penicillin\"]}");
  }

  private void checkGold(ObjectNode gold) {
    check("gold", Json.bytes(gold).length, config.maxGoldBytes(), "max_gold");
  }

  private static void check(String field, int bytes, int most, String key) {
    if (bytes > most) {
      throw new Failure(
          ErrorCode.TOO_LARGE,
          "%s has %d bytes, more than %d".formatted(field, bytes, most),
          "send less, or raise extraction." + key);
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** An object, or, in forms and queries, the text of one. */
  static @Nullable ObjectNode object(Fields in, String name, List<Problem> problems) {
    JsonNode value = in.get(name);
    if (value == null) {
      return null;
    }
    try {
      JsonNode node = value.isString() ? Json.mapper().readTree(value.stringValue()) : value;
      if (node instanceof ObjectNode object && WellFormed.is(object)) {
        return object;
      }
    } catch (JacksonException e) {
      problems.add(Problem.of(name, "is not JSON: " + e.getOriginalMessage(), value));
      return null;
    }
    problems.add(Problem.of(name, "must be an object of whole characters", value));
    return null;
  }

  static boolean isId(String id) {
    return !id.isBlank()
        && !id.equals(".")
        && !id.equals("..")
        && WellFormed.is(id)
        && id.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
  }
}
