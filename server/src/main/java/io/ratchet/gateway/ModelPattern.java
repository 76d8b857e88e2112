// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import java.util.Comparator;
import java.util.List;

/** The name of a model in which {@code *} stands for any run of characters. */
public final class ModelPattern {
  /** More literal characters are more specific; of two with as many, the one with fewer stars. */
  static final Comparator<ModelPattern> SPECIFIC_FIRST =
      Comparator.comparingInt(ModelPattern::literals)
          .reversed()
          .thenComparingInt(pattern -> pattern.parts.size());

  private final String text;
  private final List<String> parts;

  public ModelPattern(String text) {
    this.text = text;
    this.parts = List.of(text.split("\\*", -1));
  }

  private int literals() {
    return text.length() - parts.size() + 1;
  }

  boolean matches(String model) {
    if (parts.size() == 1) {
      return model.equals(text);
    }
    if (!model.startsWith(parts.getFirst())) {
      return false;
    }
    int at = parts.getFirst().length();
    for (String part : parts.subList(1, parts.size() - 1)) {
      int found = model.indexOf(part, at);
      if (found < 0) {
        return false;
      }
      at = found + part.length();
    }
    String last = parts.getLast();
    return model.length() - at >= last.length() && model.endsWith(last);
  }

  @Override
  public String toString() {
    return text;
  }
}
