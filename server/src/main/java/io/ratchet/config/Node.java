// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One node of the tree of settings, with the place where it was written. */
sealed interface Node {
  Origin origin();

  /** How a fault names a value of this shape. */
  String shown();

  /** A value as it was written, before it has a type; null where the file says null or nothing. */
  record Scalar(Origin origin, @Nullable String text) implements Node {
    @Override
    public String shown() {
      return text == null ? "nothing" : text.isBlank() ? "\"" + text + "\"" : Redaction.of(text);
    }
  }

  record Sequence(Origin origin, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String shown() {
      return "a list";
    }
  }

  record Mapping(Origin origin, Map<String, Entry> entries) implements Node {
    static Mapping empty(Origin origin) {
      return new Mapping(origin, Map.of());
    }

    @Nullable Node get(String key) {
      Entry entry = entries.get(key);
      return entry == null ? null : entry.value();
    }

    Mapping without(String key) {
      Map<String, Entry> rest = new LinkedHashMap<>(entries);
      rest.remove(key);
      return new Mapping(origin, rest);
    }

    /** This mapping with another laid over it: sections merge, values and lists are replaced. */
    Mapping under(Mapping over) {
      Map<String, Entry> merged = new LinkedHashMap<>(entries);
      over.entries.forEach((key, entry) -> merged.merge(key, entry, Mapping::lay));
      return new Mapping(over.origin, merged);
    }

    private static Entry lay(Entry lower, Entry upper) {
      boolean sections =
          lower.value() instanceof Mapping && (upper.value() instanceof Mapping || isBlank(upper));
      if (!sections) {
        return upper;
      }
      return upper.value() instanceof Mapping over
          ? new Entry(upper.key(), ((Mapping) lower.value()).under(over))
          : lower;
    }

    private static boolean isBlank(Entry entry) {
      return entry.value() instanceof Scalar scalar && scalar.text() == null;
    }

    @Override
    public String shown() {
      return "a section";
    }
  }

  /**
   * One line of a mapping.
   *
   * @param key where the key stands
   */
  record Entry(Origin key, Node value) {}
}
