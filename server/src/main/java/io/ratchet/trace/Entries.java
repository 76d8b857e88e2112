// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The rows of a table of keys and values that belong to traces: tags, or metadata. */
enum Entries {
  TAGS("trace_tag"),
  METADATA("trace_metadata");

  private final String table;

  Entries(String table) {
    this.table = table;
  }

  /** One of a trace. */
  record Entry(String trace, String key, String value) {}

  /** Sets each of one trace, whatever it was before. */
  void set(Handle handle, String trace, Map<String, String> entries) {
    set(handle, of(trace, entries));
  }

  private static List<Entry> of(String trace, Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(entry -> new Entry(trace, entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Sets each, whatever it was before. */
  void set(Handle handle, List<Entry> entries) {
    put(handle, entries, "UPDATE SET value = excluded.value");
  }

  /** Sets those that are not there yet. */
  void setAbsent(Handle handle, List<Entry> entries) {
    put(handle, entries, "NOTHING");
  }

  private void put(Handle handle, List<Entry> entries, String otherwise) {
    if (entries.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO "
                + table
                + " (trace_id, key, value) VALUES (:trace, :key, :value)"
                + " ON CONFLICT (trace_id, key) DO "
                + otherwise);
    for (Entry entry : entries) {
      batch
          .bind("trace", entry.trace())
          .bind("key", entry.key())
          .bind("value", entry.value())
          .add();
    }
    batch.execute();
  }

  /** Whether it was there. */
  boolean delete(Handle handle, String trace, String key) {
    return handle
            .createUpdate("DELETE FROM " + table + " WHERE trace_id = :trace AND key = :key")
            .bind("trace", trace)
            .bind("key", key)
            .execute()
        == 1;
  }

  @Nullable String get(Handle handle, String trace, String key) {
    return handle
        .createQuery("SELECT value FROM " + table + " WHERE trace_id = :trace AND key = :key")
        .bind("trace", trace)
        .bind("key", key)
        .mapTo(String.class)
        .findOne()
        .orElse(null);
  }

  /** Those of several traces, by trace, each in the order of its keys. */
  Map<String, SequencedMap<String, String>> of(Handle handle, Collection<String> traces) {
    Map<String, SequencedMap<String, String>> found = new HashMap<>();
    if (traces.isEmpty()) {
      return found;
    }
    handle
        .createQuery(
            "SELECT trace_id, key, value FROM "
                + table
                + " WHERE trace_id IN (<traces>)"
                + " ORDER BY trace_id, key")
        .bindList("traces", List.copyOf(traces))
        .map((row, _) ->
            found
                .computeIfAbsent(row.getString("trace_id"), _ -> new LinkedHashMap<>())
                .put(row.getString("key"), row.getString("value")))
        .list();
    return found;
  }
}
