// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the records of one kind on both sides again and compares them. */
final class ShelfComparison<T> {
  private final Shelf<T> shelf;
  private final Source source;
  private final Ledger ledger;
  private final Sums sums;
  private final BiConsumer<String, String> differ;

  /** What grows while both sides are read. */
  interface Sums {
    void count(Counted counted, long there, long here);

    void there(ObjectNode line);

    void here(ObjectNode line);
  }

  ShelfComparison(
      Shelf<T> shelf, Source source, Ledger ledger, Sums sums, BiConsumer<String, String> differ) {
    this.shelf = shelf;
    this.source = source;
    this.ledger = ledger;
    this.sums = sums;
    this.differ = differ;
  }

  void run() {
    String position = "";
    LinePage page;
    do {
      page = source.lines(shelf.kind(), position);
      page(page);
      position = page.position();
      ledger.check();
    } while (!page.isLast());
  }

  private void page(LinePage page) {
    Map<String, T> there = new LinkedHashMap<>();
    for (JsonNode line : page.lines()) {
      // What is refused was named when it was imported.
      T one = shelf.admit(line, (_, _) -> {});
      if (one != null) {
        there.putIfAbsent(shelf.key(one), one);
      }
    }
    Map<String, T> here = new HashMap<>();
    shelf.find(List.copyOf(there.values())).forEach(one -> here.put(shelf.key(one), one));
    there.forEach((key, one) -> {
      T now = here.get(key);
      sums.count(shelf.kind().counted(), 1, now == null ? 0 : 1);
      shelf.count(one, (counted, count) -> sums.count(counted, count, 0));
      ObjectNode before = shelf.compared(one);
      sums.there(before);
      if (now == null) {
        differ.accept(shelf.name(one), "it is not here");
      } else {
        shelf.count(now, (counted, count) -> sums.count(counted, 0, count));
        ObjectNode after = shelf.compared(now);
        sums.here(after);
        List<String> parts = different(before, after);
        if (!parts.isEmpty()) {
          differ.accept(shelf.name(one), "these differ: " + String.join(", ", parts));
        }
      }
    });
  }

  private static List<String> different(ObjectNode before, ObjectNode after) {
    Set<String> names = new TreeSet<>(before.propertyNames());
    names.addAll(after.propertyNames());
    List<String> different = new ArrayList<>();
    for (String name : names) {
      if (!before.path(name).toString().equals(after.path(name).toString())) {
        different.add(name);
      }
    }
    return different;
  }
}
