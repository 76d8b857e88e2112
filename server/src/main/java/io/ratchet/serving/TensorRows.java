// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.model.Feature;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the tensors of a request into checked rows, with every fault named. */
final class TensorRows {
  private static final int SHOWN = 1_000;

  private final Columns columns;
  private final Wire wire;
  private final int maxRows;
  private final List<Problem> problems = new ArrayList<>();

  private TensorRows(Columns columns, Wire wire, int maxRows) {
    this.columns = columns;
    this.wire = wire;
    this.maxRows = maxRows;
  }

  /**
   * Reads one tensor of all features, or one for each.
   *
   * @throws Failure INVALID
   */
  static Rows read(List<Tensor> tensors, Loaded model, int maxRows) {
    return new TensorRows(model.columns(), model.wire(), maxRows).read(tensors);
  }

  private Rows read(List<Tensor> tensors) {
    Tensor first = tensors.getFirst();
    boolean matrix = tensors.size() == 1 && isMatrix(first.name());
    int count = count(first);
    Rows rows = new Rows(columns, count);
    boolean[] given = new boolean[columns.size()];
    for (Tensor tensor : tensors) {
      int column = matrix ? 0 : columns.place(tensor.name());
      int width = matrix ? columns.size() : 1;
      if (column < 0) {
        throw Failure.invalid(
            "there is no input " + Problem.shorten(tensor.name()), "send " + expected());
      }
      if (count(tensor) != count || tensor.width() != width || (!matrix && given[column])) {
        throw Failure.invalid(
            "input %s has the shape %s, or comes twice"
                .formatted(Problem.shorten(tensor.name()), tensor.shape()),
            "send [%d, %d]".formatted(count, width));
      }
      given[column] = true;
      fill(rows, tensor, column, width);
    }
    if (!matrix) {
      requireAll(rows, given);
    }
    if (!problems.isEmpty()) {
      throw Failure.invalid(problems, "send " + expected());
    }
    return rows;
  }

  private boolean isMatrix(String name) {
    return columns.place(name) < 0 && (name.equals(wire.matrix()) || name.equals(Wire.INPUT));
  }

  private int count(Tensor tensor) {
    if (tensor.shape().getFirst() > maxRows) {
      throw Failure.invalid(
          "input %s has %d rows".formatted(tensor.name(), tensor.shape().getFirst()),
          "send at most " + maxRows + " rows at once");
    }
    return tensor.rows();
  }

  private String expected() {
    List<String> names = wire.inputs().stream().map(TensorSpec::name).toList();
    return "the inputs that the metadata of the model shows: "
        + Problem.shorten(String.join(", ", names));
  }

  private void requireAll(Rows rows, boolean[] given) {
    for (int column = 0; column < given.length; column++) {
      Feature feature = columns.feature(column);
      if (!given[column]) {
        for (int row = 0; row < rows.count(); row++) {
          rows.clear(row, column);
        }
        if (!feature.optional()) {
          problems.add(Problem.of(feature.name(), "is required", null));
        }
      }
    }
  }

  /** Where the element is that is being read. */
  private final class Place implements Columns.Complaint {
    private int row;

    @Override
    public void about(String feature, String message, @Nullable Object value) {
      if (problems.size() < SHOWN) {
        problems.add(Problem.of(feature + "[" + row + "]", message, value));
      }
    }
  }

  private void fill(Rows rows, Tensor tensor, int first, int width) {
    Place place = new Place();
    boolean text = tensor.datatype() == Datatype.BYTES;
    Tensor.Elements elements = tensor.elements();
    for (int row = 0; row < rows.count(); row++) {
      place.row = row;
      for (int i = 0; i < width; i++) {
        int at = row * width + i;
        if (text) {
          word(rows, row, first + i, elements.word(at), place);
        } else {
          number(rows, row, first + i, elements.number(at), place);
        }
      }
    }
  }

  private void word(Rows rows, int row, int column, String word, Place place) {
    Feature feature = columns.feature(column);
    if (word.isEmpty() && feature.optional()) {
      rows.clear(row, column);
    } else if (feature.type() == Feature.Type.CATEGORY) {
      columns.word(rows, row, column, word, place);
    } else {
      try {
        number(rows, row, column, Double.parseDouble(word), place);
      } catch (NumberFormatException e) {
        place.about(feature.name(), "must be a number", word);
      }
    }
  }

  private void number(Rows rows, int row, int column, double value, Place place) {
    Feature feature = columns.feature(column);
    if (Double.isNaN(value)) {
      rows.clear(row, column);
      if (!feature.optional()) {
        place.about(feature.name(), "is required", null);
      }
      return;
    }
    switch (feature.type()) {
      case NUMBER, INTEGER -> columns.number(rows, row, column, value, place);
      case BOOLEAN -> {
        if (value == 0 || value == 1) {
          rows.put(row, column, value);
        } else {
          place.about(feature.name(), "must be 0 or 1", value);
        }
      }
      case CATEGORY -> {
        int known = feature.categories().size();
        if (value == Math.rint(value) && value >= 0 && value < known) {
          rows.put(row, column, value);
        } else {
          place.about(
              feature.name(),
              known == 0 ? "must be text" : "must be the place of a category, 0 to " + (known - 1),
              value);
        }
      }
    }
  }
}
