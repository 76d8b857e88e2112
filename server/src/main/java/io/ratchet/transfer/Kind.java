// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What a source gives line by line, in the plain form. */
enum Kind {
  LOGGED_MODELS(Step.LOGGED_MODELS, Counted.LOGGED_MODELS),
  TRACES(Step.TRACES, Counted.TRACES),
  DATASETS(Step.DATASETS, Counted.DATASETS),
  RECORDS(Step.RECORDS, Counted.RECORDS),
  SCORERS(Step.SCORERS, Counted.SCORERS);

  private final Step step;
  private final Counted counted;

  Kind(Step step, Counted counted) {
    this.step = step;
    this.counted = counted;
  }

  /** The step that takes it over. */
  Step step() {
    return step;
  }

  Counted counted() {
    return counted;
  }

  /** Its name in JSON, and that of its file. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** By what the lines of a file are in order; no two lines have the same. */
  String key(JsonNode line) {
    String id = Lines.text(line, "id");
    return switch (this) {
      case LOGGED_MODELS, TRACES, DATASETS -> id;
      case RECORDS ->
          "%s/%019d/%s"
              .formatted(Lines.text(line, "dataset"), Lines.number(line, "created_at"), id);
      case SCORERS -> "%s/%010d".formatted(id, Lines.number(line, "version"));
    };
  }
}
