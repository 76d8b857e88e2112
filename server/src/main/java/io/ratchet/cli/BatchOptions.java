// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** A file of rows to be predicted. */
final class BatchOptions {
  private static final int LARGEST = 10_000;

  /** How a file holds rows. */
  enum Format {
    CSV,
    JSONL
  }

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description = {
        "Rows: .csv with a heading, or .jsonl with an object of features a line;",
        "- reads them from standard input."
      })
  private @Nullable String file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv or jsonl (default: what the file's name says).")
  private @Nullable Format format;

  @Option(
      names = "--user-column",
      paramLabel = "NAME",
      description = "The column that names the user of a row; it is no feature.")
  private @Nullable String userColumn;

  @Option(
      names = "--without",
      paramLabel = "NAME",
      split = ",",
      description = "Columns that are no features, such as the label; may be repeated.")
  private List<String> without = new ArrayList<>();

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Rows of one request (default: 1000).")
  private int size = 1_000;

  boolean isGiven() {
    return file != null;
  }

  int size() {
    if (size < 1 || size > LARGEST) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          "--batch-size must be from 1 to " + LARGEST + ", got " + size,
          "leave it out for 1000");
    }
    return size;
  }

  /** The rows, without what are no features; the users are still in them. */
  List<ObjectNode> read(InputStream in) {
    String name = file == null ? "-" : file;
    String text = JsonInput.text(name, in);
    Format used = format == null ? named(name) : format;
    List<ObjectNode> rows =
        switch (used) {
          case CSV -> FeatureRows.csv(name, text);
          case JSONL -> FeatureRows.jsonLines(name, text);
        };
    if (rows.isEmpty()) {
      throw new CommandFailure(
          CommandFailure.USAGE, name + " holds no rows", "write a heading and a row a line");
    }
    rows.forEach(row -> without.forEach(row::remove));
    return rows;
  }

  private static Format named(String file) {
    if (file.endsWith(".csv")) {
      return Format.CSV;
    }
    if (file.endsWith(".jsonl") || file.endsWith(".ndjson")) {
      return Format.JSONL;
    }
    throw new CommandFailure(
        CommandFailure.USAGE,
        "what is in " + file + "? its name does not say",
        "add --format csv or jsonl");
  }

  /** Takes the user out of a row. */
  Optional<JsonNode> takeUser(ObjectNode row) {
    if (userColumn == null) {
      return Optional.empty();
    }
    JsonNode user = row.remove(userColumn);
    if (user == null) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          "a row has no " + userColumn,
          "name a column that every row has with --user-column");
    }
    return Optional.of(user.isString() ? user : StringNode.valueOf(user.toString()));
  }
}
