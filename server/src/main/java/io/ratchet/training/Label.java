// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.onnx.Target;
import java.util.Arrays;
import java.util.List;

/** What is to be learnt, one value a row. */
public sealed interface Label {
  String name();

  Target target();

  int rows();

  Label slice(int from, int to);

  /** Classes: for each row the place of its class. */
  record Classes(String name, List<String> classes, int[] codes) implements Label {
    @Override
    public Target target() {
      return new Target.Classes(name, classes);
    }

    @Override
    public int rows() {
      return codes.length;
    }

    @Override
    public Label slice(int from, int to) {
      return new Classes(name, classes, Arrays.copyOfRange(codes, from, to));
    }
  }

  /** Numbers. */
  record Quantities(String name, double[] values) implements Label {
    @Override
    public Target target() {
      return new Target.Quantity(name);
    }

    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public Label slice(int from, int to) {
      return new Quantities(name, Arrays.copyOfRange(values, from, to));
    }
  }
}
