// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that stand for series in the table of windows. The writer keeps what it has seen;
 * after a transaction that failed it must {@link #forget}.
 */
final class SeriesStore {
  private final Map<Series, Integer> known = new HashMap<>();
  private final Map<Call.Subject, Integer> counts = new HashMap<>();
  private boolean loaded;

  /** A series with its number. */
  record Numbered(int id, Series series) {}

  void forget() {
    known.clear();
    counts.clear();
    loaded = false;
  }

  /** The number of a series, new where it is; beyond the limits that of a collective one. */
  int numberOf(Handle handle, Series wanted) {
    load(handle);
    Integer number = known.get(wanted);
    return number != null ? number : numberOfNew(handle, wanted);
  }

  private int numberOfNew(Handle handle, Series wanted) {
    Series series = wanted;
    int others = counts.getOrDefault(series.subject(), 0);
    if (others >= Bounds.SERIES_OF_VERSION) {
      series = series.other();
    }
    if (known.size() >= Bounds.SERIES) {
      String kind = series.subject().kind();
      series = Series.all(new Call.Subject(kind, Bounds.OTHER, Bounds.OTHER));
    }
    Integer number = known.get(series);
    if (number == null) {
      number = insert(handle, series);
      remember(new Numbered(number, series));
    }
    return number;
  }

  private void load(Handle handle) {
    if (!loaded) {
      handle
          .createQuery("SELECT id, kind, asset, version, variant, tag FROM window_series")
          .map((row, _) ->
              new Numbered(
                  row.getInt("id"),
                  new Series(
                      new Call.Subject(
                          row.getString("kind"), row.getString("asset"), row.getString("version")),
                      row.getString("variant"),
                      row.getString("tag"))))
          .forEach(this::remember);
      loaded = true;
    }
  }

  private void remember(Numbered numbered) {
    known.put(numbered.series(), numbered.id());
    counts.merge(numbered.series().subject(), 1, Integer::sum);
  }

  /** Another node may have made it: numbers are given under the lock of the head row. */
  private static int insert(Handle handle, Series series) {
    Call.Subject subject = series.subject();
    handle
        .createUpdate(
            """
            INSERT INTO window_series (id, kind, asset, version, variant, tag)
            SELECT COALESCE(MAX(id), 0) + 1, :kind, :asset, :version, :variant, :tag
            FROM window_series WHERE 1 = 1
            ON CONFLICT (kind, asset, version, variant, tag) DO NOTHING
            """)
        .bind("kind", subject.kind())
        .bind("asset", subject.asset())
        .bind("version", subject.version())
        .bind("variant", series.variant())
        .bind("tag", series.tag())
        .execute();
    return find(handle, series).orElseThrow();
  }

  static Optional<Integer> find(Handle handle, Series series) {
    return list(
            handle, series.subject().kind(), series.subject().asset(), series.subject().version())
        .stream()
        .filter(numbered -> numbered.series().equals(series))
        .map(Numbered::id)
        .findFirst();
  }

  /** All series of an asset, or of one of its versions. */
  static List<Numbered> list(Handle handle, String kind, String asset, @Nullable String version) {
    return handle
        .createQuery(
            """
            SELECT id, version, variant, tag FROM window_series
            WHERE kind = :kind AND asset = :asset AND (:version = '' OR version = :version)
            ORDER BY version, variant, tag
            """)
        .bind("kind", kind)
        .bind("asset", asset)
        .bind("version", version == null ? "" : version)
        .map((row, _) ->
            new Numbered(
                row.getInt("id"),
                new Series(
                    new Call.Subject(kind, asset, row.getString("version")),
                    row.getString("variant"),
                    row.getString("tag"))))
        .list();
  }
}
