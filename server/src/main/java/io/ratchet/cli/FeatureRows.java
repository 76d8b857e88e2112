// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows of features in text: CSV as RFC 4180 has it, or JSON lines. */
final class FeatureRows {
  private FeatureRows() {}

  /** A value as its text says: a number, true, false, or a word. */
  static JsonNode value(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Json.mapper().valueToTree(Boolean.valueOf(text));
    }
    try {
      return Json.mapper().valueToTree(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Json.mapper().valueToTree(text); // then it is a word
    }
  }

  static List<ObjectNode> jsonLines(String file, String text) {
    List<ObjectNode> rows = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n")) {
      number++;
      if (!line.isBlank()) {
        if (!line.stripLeading().startsWith("{")) {
          throw wrong(file, number, "is not a JSON object", "write the features of a row a line");
        }
        try {
          rows.add(JsonInput.object(line, InputStream.nullInputStream()));
        } catch (CommandFailure e) {
          throw wrong(file, number, "cannot be read: " + e.message(), e.hint());
        }
      }
    }
    return rows;
  }

  /** The first line names the columns; an empty field is a value that is not there. */
  static List<ObjectNode> csv(String file, String text) {
    List<List<String>> records =
        records(file, text.startsWith("\uFEFF") ? text.substring(1) : text);
    List<ObjectNode> rows = new ArrayList<>();
    if (records.isEmpty()) {
      return rows;
    }
    List<String> names = records.getFirst();
    for (int i = 1; i < records.size(); i++) {
      List<String> fields = records.get(i);
      if (fields.size() != names.size()) {
        throw new CommandFailure(
            CommandFailure.USAGE,
            "%s, row %d has %d fields, and the heading has %d"
                .formatted(file, i, fields.size(), names.size()),
            "put fields that hold commas into quotes");
      }
      ObjectNode row = Json.object();
      for (int at = 0; at < names.size(); at++) {
        if (!fields.get(at).isEmpty()) {
          row.set(names.get(at), value(fields.get(at)));
        }
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<List<String>> records(String file, String text) {
    List<List<String>> records = new ArrayList<>();
    List<String> record = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    int line = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      line += c == '\n' ? 1 : 0;
      if (quoted) {
        boolean twice = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
        quoted = c != '"' || twice;
        i += twice ? 1 : 0;
        if (quoted) {
          field.append(c);
        }
      } else if (c == '"' && field.isEmpty()) {
        quoted = true;
      } else if (c == ',') {
        record.add(field.toString());
        field.setLength(0);
      } else if (c == '\n') {
        end(records, record, field);
        record = new ArrayList<>();
      } else if (c != '\r') {
        field.append(c);
      }
    }
    if (quoted) {
      throw wrong(file, line, "ends within quotes", "close them");
    }
    end(records, record, field);
    return records;
  }

  /** A line without anything in it is no record. */
  private static void end(List<List<String>> records, List<String> record, StringBuilder field) {
    if (!record.isEmpty() || !field.isEmpty()) {
      record.add(field.toString());
      records.add(record);
    }
    field.setLength(0);
  }

  private static CommandFailure wrong(String file, int line, String what, String hint) {
    return new CommandFailure(
        CommandFailure.USAGE, "%s, line %d %s".formatted(file, line, what), hint);
  }
}
