// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The type of an input or output of a graph. */
public sealed interface ValueType {
  /** A tensor; the shape is null where the file leaves even the number of dimensions open. */
  record Tensor(ElementType element, @Nullable List<Dimension> shape) implements ValueType {
    public Tensor {
      shape = shape == null ? null : List.copyOf(shape);
    }
  }

  /** A list of values, as exporters of scikit-learn wrap probabilities. */
  record Sequence(ValueType item) implements ValueType {}

  /** A map from a key to a value. */
  record Mapping(ElementType key, ValueType value) implements ValueType {}

  /** Anything else, by its name in ONNX: it can be shown and not be served. */
  record Other(String kind) implements ValueType {}

  /** The extent of one dimension: a size, or a name for a free one, or neither. */
  record Dimension(@Nullable Long size, @Nullable String name) {
    public static Dimension of(long size) {
      return new Dimension(size, null);
    }

    public static Dimension free(String name) {
      return new Dimension(null, name);
    }
  }
}
