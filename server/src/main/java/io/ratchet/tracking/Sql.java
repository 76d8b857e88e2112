// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** One statement while it is put together: its conditions and what its names stand for. */
final class Sql {
  private final StringBuilder text = new StringBuilder();
  private final Map<String, Object> bindings = new HashMap<>();

  Sql add(String part) {
    text.append(part);
    return this;
  }

  /** Keeps a value and gives how the statement calls it. */
  String bind(Object value) {
    String name = "b" + bindings.size() + "_";
    bindings.put(name, value);
    return ":" + name;
  }

  /** Takes over names and values of a condition that was translated elsewhere. */
  void bindAll(Map<String, Object> others) {
    bindings.putAll(others);
  }

  String bindList(List<?> values) {
    return String.join(", ", values.stream().map(this::bind).toList());
  }

  Query query(Handle handle) {
    Query query = handle.createQuery(text.toString());
    bindings.forEach(query::bind);
    return query;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
