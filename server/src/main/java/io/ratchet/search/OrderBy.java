// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An order in SQL, the same text for every engine. Texts sort as the database collates them.
 *
 * @param parts each term as a rank, which puts what is missing last and NaN before it, and a value
 * @param bindings what its names stand for
 */
public record OrderBy(List<Part> parts, Map<String, Object> bindings) {
  /** One term: the rank always ascends. */
  public record Part(String rank, String value, boolean ascending) {}

  public OrderBy {
    parts = List.copyOf(parts);
    bindings = Map.copyOf(bindings);
  }

  public static OrderBy of(Ordering ordering, Function<Key, SortColumn> columns, String prefix) {
    Bindings bindings = new Bindings(prefix);
    List<Part> parts = new ArrayList<>();
    for (Ordering.Term term : ordering.terms()) {
      SortColumn column = columns.apply(term.key());
      String value = column.value();
      String nan = column.nan() == null ? "" : " WHEN " + column.nan() + " THEN 1";
      String rank = "CASE WHEN " + value + " IS NULL THEN 2" + nan + " ELSE 0 END";
      if (rank.contains("{key}")) {
        String name = bindings.add(term.key().name());
        value = value.replace("{key}", name);
        rank = rank.replace("{key}", name);
      }
      parts.add(new Part(rank, value, term.ascending()));
    }
    return new OrderBy(parts, bindings.values());
  }

  /** For behind ORDER BY, with a comma after every term; empty where nothing is asked. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append(part.rank())
          .append(", ")
          .append(part.value())
          .append(part.ascending() ? " ASC, " : " DESC, ");
    }
    return text.toString();
  }
}
