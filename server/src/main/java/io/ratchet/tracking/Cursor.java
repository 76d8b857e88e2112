// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.mlflow.Refusals;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Where a page ended: the last row's place in each term of the order.
 *
 * @param order stands for the order that it belongs to
 */
record Cursor(int order, List<Place> places) {
  /**
   * A place in one term.
   *
   * @param value a Long, a Double or a String; null where the row has none
   */
  record Place(int rank, @Nullable Object value) {}

  Cursor {
    places = List.copyOf(places);
  }

  /** Reads what {@link Sort#columns} selected. */
  static Cursor read(ResultSet row, int order, List<Sort> sorts) throws SQLException {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < sorts.size(); i++) {
      int rank = row.getInt("rank" + i);
      places.add(new Place(rank, rank == 0 ? value(row, i, sorts.get(i).isText()) : null));
    }
    return new Cursor(order, places);
  }

  private static Object value(ResultSet row, int index, boolean isText) throws SQLException {
    String column = "value" + index;
    if (isText) {
      return row.getString(column);
    }
    return row.getObject(column) instanceof Double number
        ? (Object) number
        : (Object) row.getLong(column);
  }

  String token() {
    ArrayNode json = Json.array();
    json.add(order);
    for (Place place : places) {
      json.add(place.rank());
      switch (place.value()) {
        case String text -> json.add(text);
        case Double number -> json.add(number);
        case Long number -> json.add(number);
        case null -> json.addNull();
        default -> throw new IllegalStateException(place.toString());
      }
    }
    return String.valueOf(Page.endingAt(List.of(), Json.text(json)).nextPageToken());
  }

  /**
   * Reads a token.
   *
   * @throws Failure INVALID where it is none for this order
   */
  static Cursor of(String key, int order, List<Sort> sorts) {
    JsonNode json;
    try {
      json = Json.read(key.getBytes(StandardCharsets.UTF_8));
    } catch (Failure e) {
      throw Refusals.pageToken();
    }
    if (!json.isArray()
        || json.size() != 1 + 2 * sorts.size()
        || json.path(0).asInt(~order) != order) {
      throw Refusals.pageToken();
    }
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < sorts.size(); i++) {
      int rank = json.path(1 + 2 * i).asInt(-1);
      if (rank < 0 || rank > 2) {
        throw Refusals.pageToken();
      }
      JsonNode value = json.path(2 + 2 * i);
      places.add(new Place(rank, rank == 0 ? value(value, sorts.get(i).isText()) : null));
    }
    return new Cursor(order, places);
  }

  private static Object value(JsonNode value, boolean isText) {
    if (isText && value.isString()) {
      return value.stringValue();
    }
    if (!isText && value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    if (!isText && value.isNumber()) {
      return Json.number(value);
    }
    throw Refusals.pageToken();
  }
}
