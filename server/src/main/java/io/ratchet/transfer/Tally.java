// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was read, what of it was new, and what was left out and why. The first {@value #NAMED} that
 * were left out are named, all are counted.
 */
final class Tally {
  private static final int NAMED = 1_000;

  private final Map<Counted, Long> read = new EnumMap<>(Counted.class);
  private final Map<Counted, Long> added = new EnumMap<>(Counted.class);
  private final List<Told> refused = new ArrayList<>();
  private final List<Told> notes = new ArrayList<>();
  private long refusals;

  /** Something that has a name, and what happened to it. */
  record Told(String what, String reason) {}

  /** What was written by {@link #json}. */
  static Tally of(JsonNode json) {
    Tally tally = new Tally();
    for (Counted counted : Counted.values()) {
      JsonNode counts = json.path("counts").path(counted.label());
      tally.read(counted, counts.path("read").asLong(0));
      tally.added(counted, counts.path("added").asLong(0));
    }
    json.path("refused")
        .forEach(one ->
            tally.refused.add(
                new Told(one.path("what").asString(""), one.path("reason").asString(""))));
    json.path("notes")
        .forEach(one ->
            tally.notes.add(
                new Told(one.path("what").asString(""), one.path("reason").asString(""))));
    tally.refusals = json.path("refusals").asLong(0);
    return tally;
  }

  void read(Counted counted, long count) {
    read.merge(counted, count, Long::sum);
  }

  void added(Counted counted, long count) {
    added.merge(counted, count, Long::sum);
  }

  /** Names what is left out. */
  void refuse(String what, String reason) {
    refusals++;
    if (refused.size() < NAMED) {
      refused.add(new Told(what, reason));
    }
  }

  /** The names of what was left out. */
  Set<String> refused() {
    Set<String> names = new HashSet<>();
    refused.forEach(one -> names.add(one.what()));
    return names;
  }

  /** Names what is here, but not as it was there. */
  void note(String what, String reason) {
    if (notes.size() < NAMED) {
      notes.add(new Told(what, reason));
    }
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    ObjectNode counts = json.putObject("counts");
    for (Counted counted : Counted.values()) {
      ObjectNode one = counts.putObject(counted.label());
      one.put("read", read.getOrDefault(counted, 0L));
      if (!counted.isPart()) {
        one.put("added", added.getOrDefault(counted, 0L));
      }
    }
    json.put("refusals", refusals);
    put(json.putArray("refused"), refused);
    put(json.putArray("notes"), notes);
    return json;
  }

  private static void put(ArrayNode array, List<Told> all) {
    all.forEach(one -> array.addObject().put("what", one.what()).put("reason", one.reason()));
  }
}
