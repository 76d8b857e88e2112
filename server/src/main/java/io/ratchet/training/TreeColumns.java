// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.onnx.FeatureSpec.Kind;
import java.util.ArrayList;
import java.util.List;

/** The columns that trees are learnt from: numbers as they are, and one for each category. */
final class TreeColumns {
  /** Cells of the matrix handed over, which is one array. */
  private static final long CELLS = 400_000_000;

  private final Dataset data;
  private final List<Source> sources = new ArrayList<>();

  /** A feature itself where the code is negative, else whether it has this code. */
  record Source(int feature, int code) {}

  TreeColumns(Dataset data) {
    this.data = data;
    for (int feature = 0; feature < data.columns().size(); feature++) {
      Column column = data.columns().get(feature);
      if (column.kind() != Kind.CATEGORY) {
        sources.add(new Source(feature, -1));
      }
      for (int code = 0; code < column.categories().size(); code++) {
        sources.add(new Source(feature, code));
      }
    }
  }

  int size() {
    return sources.size();
  }

  Source source(int column) {
    return sources.get(column);
  }

  /** The rows one after the other; NaN is missing, while a missing category has no code at all. */
  float[] matrix(int[] rows) {
    if ((long) rows.length * sources.size() > CELLS) {
      throw new Failure(
          ErrorCode.TOO_LARGE,
          "%,d rows of %,d columns are above the limit of %,d cells"
              .formatted(rows.length, sources.size(), CELLS),
          "train on fewer rows or columns");
    }
    float[] matrix = new float[rows.length * sources.size()];
    for (int i = 0; i < rows.length; i++) {
      for (int column = 0; column < sources.size(); column++) {
        Source source = sources.get(column);
        float value = data.columns().get(source.feature()).values()[rows[i]];
        matrix[i * sources.size() + column] =
            source.code() < 0 ? value : value == source.code() ? 1 : 0;
      }
    }
    return matrix;
  }
}
