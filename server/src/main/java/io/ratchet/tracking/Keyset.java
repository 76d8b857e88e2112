// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Pages by the place of the last row, not by counting rows: a deep page costs what the first does,
 * and rows that come or go meanwhile move nothing.
 */
final class Keyset {
  private Keyset() {}

  static String columns(List<Sort> sorts) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < sorts.size(); i++) {
      columns.add(sorts.get(i).columns(i));
    }
    return String.join(", ", columns);
  }

  static String orderBy(List<Sort> sorts) {
    return sorts.stream()
        .map(Sort::order)
        .filter(order -> !order.isEmpty())
        .collect(Collectors.joining(", "));
  }

  static String orderByColumns(List<Sort> sorts) {
    List<String> orders = new ArrayList<>();
    for (int i = 0; i < sorts.size(); i++) {
      orders.add(sorts.get(i).orderOfColumns(i));
    }
    return String.join(", ", orders);
  }

  /** The condition of rows behind a cursor, with a bound that an index can begin at. */
  static String after(Sql sql, List<Sort> sorts, Cursor cursor) {
    Sort first = sorts.getFirst();
    Cursor.Place place = cursor.places().getFirst();
    String bound = "";
    Object value = place.value();
    String indexed = first.indexed();
    if (first.rank() == null && indexed != null && value != null) {
      String end = indexed.replace(first.value(), sql.bind(value));
      bound = indexed + (first.ascending() ? " >= " : " <= ") + end + " AND ";
    }
    return "(" + bound + after(sql, sorts, cursor, 0) + ")";
  }

  private static String after(Sql sql, List<Sort> sorts, Cursor cursor, int index) {
    if (index == sorts.size()) {
      return "1 = 0";
    }
    Sort sort = sorts.get(index);
    Cursor.Place place = cursor.places().get(index);
    String rest = after(sql, sorts, cursor, index + 1);
    Object value = place.value();
    String same = rest;
    if (value != null) {
      String bound = sql.bind(value);
      same =
          "(%s %s %s OR (%s = %s AND %s))"
              .formatted(
                  sort.value(), sort.ascending() ? ">" : "<", bound, sort.value(), bound, rest);
    }
    String rank = sort.rank();
    if (rank == null) {
      return same;
    }
    String equal = "(" + rank + " = " + place.rank() + " AND " + same + ")";
    return place.rank() == 2 ? equal : "(" + rank + " > " + place.rank() + " OR " + equal + ")";
  }
}
