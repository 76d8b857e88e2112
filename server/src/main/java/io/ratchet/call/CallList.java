// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One page of calls. Rows are read newest first along the index that fits the filter best, and
 * those that do not match are passed over; after {@link Scan#limit} rows the page ends, however few
 * were found, and its token goes on from there. So no filter makes a page slow.
 */
final class CallList {
  /**
   * How far to look for calls that match.
   *
   * @param step rows of one statement
   * @param limit rows of one page
   */
  record Scan(int step, int limit) {
    static final Scan USUAL = new Scan(10_000, 50_000);
  }

  private final Handle handle;
  private final CallFilter filter;
  private final Scan scan;
  private final List<String> path = new ArrayList<>();
  private final List<String> rest = new ArrayList<>();
  private final Map<String, Object> values = new HashMap<>();

  private CallList(Handle handle, CallFilter filter, Scan scan) {
    this.handle = handle;
    this.filter = filter;
    this.scan = scan;
    conditions();
  }

  /** Where a page begins or ended: the time and number of the last call before it. */
  private record Place(long time, long sequence) {
    static final Place START = new Place(Long.MAX_VALUE, Long.MAX_VALUE);

    static Place parse(@Nullable String token) {
      if (token == null) {
        return START;
      }
      String[] parts = Page.key(token).split(":", -1);
      try {
        if (parts.length == 2) {
          return new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        }
      } catch (NumberFormatException e) {
        throw Page.badToken(token);
      }
      throw Page.badToken(token);
    }

    String key() {
      return time + ":" + sequence;
    }
  }

  static Page<Call> page(
      Handle handle, CallFilter filter, int limit, @Nullable String pageToken, Scan scan) {
    return new CallList(handle, filter, scan).read(limit, Place.parse(pageToken));
  }

  /** Equalities that an index begins with, then what is checked row by row. */
  private void conditions() {
    path.add("time <= :time AND (time < :time OR sequence < :sequence)");
    add(path, "time >= :from", "from", millis(filter.from()));
    add(path, "time < :to", "to", millis(filter.to()));
    if (filter.experiment() != null) {
      add(path, "experiment <> '' AND experiment = :experiment", "experiment", filter.experiment());
    } else if (filter.errorType() != null) {
      add(path, "error_type <> '' AND error_type = :error_type", "error_type", filter.errorType());
    } else if (filter.asset() != null) {
      add(path, "asset <> '' AND asset = :asset", "asset", filter.asset());
      add(path, "version = :version", "version", filter.version());
    }
    addRest("error_type", "=", filter.errorType());
    addRest("asset", "=", filter.asset());
    addRest("version", "=", filter.version());
    addRest("kind", "=", filter.kind());
    addRest("variant", "=", filter.variant());
    addRest("provider", "=", filter.provider());
    addRest("model", "=", filter.model());
    addRest("latency", ">=", filter.minLatencyMicros());
    addRest("outcome", "=", filter.outcome() == null ? null : filter.outcome().code());
    int number = 0;
    for (Map.Entry<String, String> tag : filter.tags().entrySet()) {
      String name = "tag" + number++;
      String text = CallStore.tagText(tag.getKey(), tag.getValue());
      add(rest, "REPLACE(tags, :" + name + ", '') <> tags", name, text);
    }
  }

  private void addRest(String column, String operator, @Nullable Object value) {
    if (!values.containsKey(column)) {
      add(rest, column + " " + operator + " :" + column, column, value);
    }
  }

  private void add(List<String> to, String condition, String name, @Nullable Object value) {
    if (value != null) {
      to.add(condition);
      values.put(name, value);
    }
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : (Long) time.toEpochMilli();
  }

  private Page<Call> read(int limit, Place start) {
    List<CallStore.Stored> found = new ArrayList<>();
    Place place = start;
    for (int scanned = 0; scanned < scan.limit(); scanned += scan.step()) {
      Place end = rest.isEmpty() ? null : endOfStep(place);
      found.addAll(matches(place, end, limit + 1 - found.size()));
      if (found.size() > limit) {
        return Page.cut(
            found.stream().map(CallStore.Stored::call).toList(),
            limit,
            _ -> placeOf(found.get(limit - 1)).key());
      }
      if (end == null) {
        return new Page<>(found.stream().map(CallStore.Stored::call).toList(), null);
      }
      place = end;
    }
    return Page.endingAt(found.stream().map(CallStore.Stored::call).toList(), place.key());
  }

  private static Place placeOf(CallStore.Stored stored) {
    return new Place(stored.call().time().toEpochMilli(), stored.sequence());
  }

  /** The last row of the next step; null where fewer are left. */
  private @Nullable Place endOfStep(Place place) {
    return handle
        .createQuery(
            """
            SELECT time, sequence FROM call WHERE %s
            ORDER BY time DESC, sequence DESC LIMIT 1 OFFSET :step
            """
                .formatted(String.join(" AND ", path)))
        .bindMap(values)
        .bind("time", place.time())
        .bind("sequence", place.sequence())
        .bind("step", scan.step() - 1)
        .map((row, _) -> new Place(row.getLong("time"), row.getLong("sequence")))
        .findOne()
        .orElse(null);
  }

  private List<CallStore.Stored> matches(Place after, @Nullable Place upTo, int limit) {
    List<String> all = new ArrayList<>(path);
    all.addAll(rest);
    if (upTo != null) {
      all.add("time >= :end_time AND (time > :end_time OR sequence >= :end_sequence)");
    }
    var query =
        handle
            .createQuery(
                """
                SELECT * FROM call WHERE %s
                ORDER BY time DESC, sequence DESC LIMIT :limit
                """
                    .formatted(String.join(" AND ", all)))
            .bindMap(values)
            .bind("time", after.time())
            .bind("sequence", after.sequence())
            .bind("limit", limit);
    if (upTo != null) {
      query.bind("end_time", upTo.time()).bind("end_sequence", upTo.sequence());
    }
    return query.map((row, _) -> CallStore.stored(row)).list();
  }
}
