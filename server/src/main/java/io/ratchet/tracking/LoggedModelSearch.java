// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Page;
import io.ratchet.base.Project;
import io.ratchet.search.Column;
import io.ratchet.search.Expression;
import io.ratchet.search.Key;
import io.ratchet.search.OrderBy;
import io.ratchet.search.Ordering;
import io.ratchet.search.SortColumn;
import io.ratchet.search.Where;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What is searched among logged models.
 *
 * @param datasets those on one of which a model must have been measured; empty where any will do.
 *     Comparisons of metrics then mean metrics on one of them
 * @param orders the weightiest first
 * @param offset how many were shown before
 */
record LoggedModelSearch(
    Project project,
    List<Long> groups,
    Expression filter,
    List<On> datasets,
    List<Order> orders,
    int limit,
    long offset) {
  /** A dataset; null where any digest will do. */
  record On(String name, @Nullable String digest) {}

  /** A term of the order; a metric's value may be meant on one dataset. */
  record Order(Ordering.Term term, @Nullable On dataset) {}

  record Result(List<LoggedModel> models, @Nullable String nextPageToken) {}

  LoggedModelSearch {
    groups = List.copyOf(groups);
    datasets = List.copyOf(datasets);
    orders = List.copyOf(orders);
  }

  private static final String STATUS =
      "CASE m.status WHEN 1 THEN 'PENDING' WHEN 2 THEN 'READY' ELSE 'FAILED' END";

  Result run(Handle handle) {
    if (groups.isEmpty()) {
      return new Result(List.of(), null);
    }
    Sql sql = new Sql();
    String measured = among(sql);
    Where where = Where.of(filter, key -> column(key, measured), "f");
    sql.bindAll(where.bindings());
    sql.add(LoggedModelStore.FROM.replace(":project", sql.bind(project.name())))
        .add(" AND m.group_id IN (" + sql.bindList(groups) + ")");
    if (!measured.isEmpty()) {
      sql.add(" AND EXISTS (SELECT 1 FROM logged_model_metric f WHERE f.model = m.number")
          .add(measured + ")");
    }
    sql.add(" AND " + where.text()).add(" ORDER BY " + order(sql));
    sql.add("m.created_at DESC, m.id LIMIT " + (limit + 1) + " OFFSET " + sql.bind(offset));
    List<LoggedModel> found = sql.query(handle).map((row, _) -> LoggedModelStore.bare(row)).list();
    Page<LoggedModel> page = Page.cut(found, limit, _ -> Long.toString(offset + limit));
    return new Result(LoggedModelStore.whole(handle, page.items()), page.nextPageToken());
  }

  /** A condition on rows of metrics {@code f}, to be appended; empty where there is none. */
  private String among(Sql sql) {
    if (datasets.isEmpty()) {
      return "";
    }
    List<String> any = datasets.stream().map(dataset -> on(sql, dataset)).toList();
    return " AND (" + String.join(" OR ", any) + ")";
  }

  private static String on(Sql sql, On dataset) {
    String digest = dataset.digest();
    return "(f.dataset_name = "
        + sql.bind(dataset.name())
        + (digest == null ? "" : " AND f.dataset_digest = " + sql.bind(digest))
        + ")";
  }

  private static Column column(Key key, String measured) {
    return switch (key.kind()) {
      case ATTRIBUTE -> new Column.Scalar(attribute(key));
      case METRIC ->
          new Column.Rows(
              "EXISTS (SELECT 1 FROM logged_model_metric f WHERE f.model = m.number"
                  + " AND f.key = {key}"
                  + measured
                  + " AND {test})",
              "f.value",
              "f.is_nan = 1");
      case PARAMETER -> rows("logged_model_param");
      case TAG -> rows("logged_model_tag");
      case DATASET, METADATA, SPAN, FEEDBACK, EXPECTATION, ISSUE -> throw unknown(key);
    };
  }

  private static Column rows(String table) {
    return new Column.Rows(
        "EXISTS (SELECT 1 FROM "
            + table
            + " f WHERE f.model = m.number AND f.key = {key} AND {test})",
        "f.value");
  }

  private String order(Sql sql) {
    StringBuilder order = new StringBuilder();
    for (int i = 0; i < orders.size(); i++) {
      Order one = orders.get(i);
      On dataset = one.dataset();
      String measured = dataset == null ? "" : " AND " + on(sql, dataset);
      OrderBy part =
          OrderBy.of(new Ordering(List.of(one.term())), key -> sort(key, measured), "o" + i + "_");
      sql.bindAll(part.bindings());
      order.append(part.text());
    }
    return order.toString();
  }

  private static SortColumn sort(Key key, String measured) {
    return switch (key.kind()) {
      case ATTRIBUTE -> new SortColumn(attribute(key));
      case METRIC -> new SortColumn(latest("value", measured), latest("is_nan", measured) + " = 1");
      case PARAMETER -> new SortColumn(value("logged_model_param"));
      case TAG -> new SortColumn(value("logged_model_tag"));
      case DATASET, METADATA, SPAN, FEEDBACK, EXPECTATION, ISSUE -> throw unknown(key);
    };
  }

  private static String latest(String column, String measured) {
    return "(SELECT f."
        + column
        + " FROM logged_model_metric f WHERE f.model = m.number AND f.key = {key}"
        + measured
        + " ORDER BY f.time DESC, f.step DESC, f.value DESC LIMIT 1)";
  }

  private static String value(String table) {
    return "(SELECT f.value FROM " + table + " f WHERE f.model = m.number AND f.key = {key})";
  }

  private static String attribute(Key key) {
    return switch (key.name()) {
      case "model_id" -> "m.id";
      case "name" -> "m.name";
      case "status" -> STATUS;
      case "model_type" -> "m.model_type";
      case "source_run_id" -> "m.source_run";
      case "artifact_location" -> "m.artifact_uri";
      case "creation_timestamp_ms" -> "m.created_at";
      case "last_updated_timestamp_ms" -> "m.changed_at";
      default -> throw unknown(key);
    };
  }

  private static IllegalArgumentException unknown(Key key) {
    return new IllegalArgumentException("not a key of logged models: " + key);
  }
}
