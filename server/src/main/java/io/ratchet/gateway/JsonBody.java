// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * A JSON object as bytes, with the places of its top-level members. Members can be replaced, taken
 * out and added while every other byte stays as its sender wrote it.
 */
final class JsonBody {
  /** Bytes {@code [start, end)} hold the name and the value, {@code [value, end)} the value. */
  record Member(String name, int start, int value, int end) {}

  private final byte[] bytes;
  private final List<Member> members;
  private final Map<String, Member> byName = new HashMap<>();
  private final int close;

  private JsonBody(byte[] bytes, List<Member> members, int close) {
    this.bytes = bytes;
    this.members = members;
    this.close = close;
    members.forEach(member -> byName.put(member.name(), member));
  }

  /** Refuses with INVALID what is not one JSON object in UTF-8. */
  static JsonBody read(byte[] bytes) {
    checkBegin(bytes);
    try (JsonParser parser = Json.mapper().createParser(bytes)) {
      parser.nextToken();
      List<Member> members = new ArrayList<>();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        members.add(member(parser));
      }
      int close = (int) parser.currentTokenLocation().getByteOffset();
      if (parser.nextToken() != null) {
        throw Failure.invalid("there is something after the JSON body", "send one JSON object");
      }
      return new JsonBody(bytes, members, close);
    } catch (JacksonException e) {
      Json.read(bytes); // the same fault, told with its position
      throw new IllegalStateException("two readings of one body differ", e);
    }
  }

  private static Member member(JsonParser parser) {
    String name = parser.currentName();
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.nextToken();
    int value = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    return new Member(name, start, value, (int) parser.currentLocation().getByteOffset());
  }

  /** The parser also takes UTF-16 and UTF-32; those begin otherwise. */
  private static void checkBegin(byte[] bytes) {
    int i = 0;
    while (i < bytes.length && (bytes[i] == ' ' || (bytes[i] >= '\t' && bytes[i] <= '\r'))) {
      i++;
    }
    if (i == bytes.length) {
      throw Failure.invalid("the body is empty", "send a JSON object");
    }
    if (bytes[i] != '{' || (i + 1 < bytes.length && bytes[i + 1] == 0)) {
      throw Failure.invalid("the body is not a JSON object", "send one JSON object in UTF-8");
    }
  }

  byte[] bytes() {
    return bytes;
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /** The value of a member, or null where it is absent or JSON null. */
  @Nullable JsonNode value(String name) {
    Member member = byName.get(name);
    if (member == null || bytes[member.value()] == 'n') {
      return null;
    }
    return Json.mapper().readTree(bytes, member.value(), member.end() - member.value());
  }

  /** The value where it is a string, else null. */
  @Nullable String text(String name) {
    Member member = byName.get(name);
    if (member == null || bytes[member.value()] != '"') {
      return null;
    }
    JsonNode value = value(name);
    return value == null ? null : value.stringValue();
  }

  boolean isTrue(String name) {
    Member member = byName.get(name);
    return member != null && bytes[member.value()] == 't';
  }

  /** The bytes of a value as they were sent. */
  String raw(String name) {
    Member member = byName.get(name);
    if (member == null) {
      throw new IllegalArgumentException("no member " + name);
    }
    return new String(bytes, member.value(), member.end() - member.value(), StandardCharsets.UTF_8);
  }

  Edit edit() {
    return new Edit();
  }

  /** Changes that are applied in one copy. */
  final class Edit {
    private final Map<String, byte[]> changed = new HashMap<>();
    private final Map<String, byte[]> added = new LinkedHashMap<>();
    private final Set<String> removed = new HashSet<>();

    /** Replaces the value of a member, or adds the member at the end. */
    Edit put(String name, String json) {
      (has(name) ? changed : added).put(name, json.getBytes(StandardCharsets.UTF_8));
      return this;
    }

    Edit remove(String name) {
      removed.add(name);
      return this;
    }

    byte[] bytes() {
      if (changed.isEmpty() && added.isEmpty() && members.stream().noneMatch(this::isRemoved)) {
        return bytes;
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 64);
      int head = members.isEmpty() ? close : members.getFirst().start();
      out.write(bytes, 0, head);
      boolean first = true;
      int previousEnd = head;
      for (Member member : members) {
        if (!isRemoved(member)) {
          if (!first) {
            out.write(bytes, previousEnd, member.start() - previousEnd);
          }
          write(out, member);
          first = false;
        }
        previousEnd = member.end();
      }
      for (Map.Entry<String, byte[]> member : added.entrySet()) {
        out.writeBytes(
            ((first ? "" : ",") + Json.mapper().writeValueAsString(member.getKey()) + ":")
                .getBytes(StandardCharsets.UTF_8));
        out.writeBytes(member.getValue());
        first = false;
      }
      out.write(bytes, previousEnd, bytes.length - previousEnd);
      return out.toByteArray();
    }

    private boolean isRemoved(Member member) {
      return removed.contains(member.name());
    }

    private void write(ByteArrayOutputStream out, Member member) {
      byte[] value = changed.get(member.name());
      if (value == null) {
        out.write(bytes, member.start(), member.end() - member.start());
      } else {
        out.write(bytes, member.start(), member.value() - member.start());
        out.writeBytes(value);
      }
    }
  }
}
