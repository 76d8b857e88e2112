// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import java.util.List;

/**
 * A tensor that an inference takes or answers.
 *
 * @param shape -1 for the number of rows
 */
record TensorSpec(String name, Datatype datatype, List<Long> shape) {
  TensorSpec {
    shape = List.copyOf(shape);
  }
}
