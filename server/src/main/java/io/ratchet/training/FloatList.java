// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Floats, one after the other, without a box for each. */
final class FloatList {
  private float[] values = new float[1024];
  private int size;

  void add(float value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + (size >> 1));
    }
    values[size++] = value;
  }

  /** The values at these places; as they came where there is no order. */
  float[] inOrder(int @Nullable [] order) {
    if (order == null) {
      return Arrays.copyOf(values, size);
    }
    float[] sorted = new float[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = values[order[i]];
    }
    return sorted;
  }
}
