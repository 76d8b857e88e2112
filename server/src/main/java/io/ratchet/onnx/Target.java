// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import java.util.List;

/** What a model answers. */
public sealed interface Target {
  /** The name of the column it learnt from. */
  String name();

  /** The number of values a model answers for one row. */
  int outputs();

  /** One of the named classes; the place in the list is the place of its probability. */
  record Classes(String name, List<String> classes) implements Target {
    public Classes {
      classes = List.copyOf(classes);
      if (classes.size() < 2) {
        throw new IllegalArgumentException("a classifier tells two classes apart: " + classes);
      }
    }

    @Override
    public int outputs() {
      return classes.size();
    }

    /** Classes that are all whole numbers are answered as numbers, others as texts. */
    boolean whole() {
      return classes.stream().allMatch(text -> text.matches("0|-?[1-9][0-9]{0,17}"));
    }
  }

  /** A number. */
  record Quantity(String name) implements Target {
    @Override
    public int outputs() {
      return 1;
    }
  }
}
