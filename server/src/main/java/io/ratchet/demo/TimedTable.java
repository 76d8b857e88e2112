// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.model.Described;
import io.ratchet.model.Feature;
import io.ratchet.model.Signature;
import io.ratchet.training.Dataset;
import io.ratchet.training.Datasets;
import io.ratchet.training.Label;
import io.ratchet.training.ReadOptions;
import io.ratchet.training.Task;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A table whose rows are in the order of time, as a service would meet them: features first, the
 * class later.
 *
 * @param first rows that are there before the service begins
 * @param day rows of one day
 */
record TimedTable(Dataset data, Signature signature, int first, int day) {
  private static final int FEWEST = 1_000;
  private static final int DAYS = 1_000;

  /** What one row of the electricity market stands for: a day has 48 of them. */
  private static final int HALF_HOURS = 48;

  /** The part of the rows that the first model learns from. */
  private static final double FIRST = 0.2;

  /**
   * Reads a CSV file.
   *
   * @param label the column with the class
   */
  static TimedTable read(byte[] csv, String label) {
    Dataset data = Datasets.read(csv, ReadOptions.of(label).withTask(Task.CLASSIFICATION));
    if (data.rows() < FEWEST) {
      throw Failure.invalid(
          "the file has %d rows, and the demonstration needs %d".formatted(data.rows(), FEWEST),
          "choose a longer file, with --csv");
    }
    int day = Math.max(HALF_HOURS, data.rows() / DAYS);
    return new TimedTable(
        data, Described.signature(data.signature()), (int) (FIRST * data.rows()), day);
  }

  int days() {
    return (data.rows() - first + day - 1) / day;
  }

  /** The first row of a day, counted from the beginning of the service. */
  int from(int ofDay) {
    return Math.min(data.rows(), first + ofDay * day);
  }

  /** The features of a row as a request names them; missing ones are absent. */
  ObjectNode features(int row) {
    ObjectNode json = Json.object();
    float[] values = data.row(row);
    List<Feature> features = signature.features();
    for (int i = 0; i < values.length; i++) {
      Feature feature = features.get(i);
      if (Float.isNaN(values[i])) {
        continue;
      }
      switch (feature.type()) {
        case NUMBER, INTEGER -> json.put(feature.name(), values[i]);
        case BOOLEAN -> json.put(feature.name(), values[i] != 0);
        case CATEGORY -> json.put(feature.name(), feature.categories().get((int) values[i]));
      }
    }
    return json;
  }

  /** The class of a row. */
  JsonNode label(int row) {
    return signature.classes().get(code(row));
  }

  /** The place of a row's class among the classes. */
  int code(int row) {
    return switch (data.label()) {
      case Label.Classes classes -> classes.codes()[row];
      case Label.Quantities _ -> throw new IllegalStateException("it was read as classes");
    };
  }
}
