// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Imports the lines of one kind, a page to a transaction. */
final class ShelfImport<T> {
  private final Shelf<T> shelf;
  private final Source source;
  private final Ledger ledger;

  ShelfImport(Shelf<T> shelf, Source source, Ledger ledger) {
    this.shelf = shelf;
    this.source = source;
    this.ledger = ledger;
  }

  /** Every line after a position. */
  void lines(String after) {
    Kind kind = shelf.kind();
    String position = after;
    LinePage page;
    do {
      page = source.lines(kind, position);
      Map<String, T> admitted = new LinkedHashMap<>();
      for (JsonNode line : page.lines()) {
        ledger.tally().read(kind.counted(), 1);
        T one = shelf.admit(line, ledger.tally()::refuse);
        if (one != null) {
          shelf.count(one, ledger.tally()::read);
          admitted.putIfAbsent(shelf.key(one), one);
        }
      }
      List<T> records = List.copyOf(admitted.values());
      ledger.finish(
          kind.step(),
          page.position(),
          handle -> ledger.tally().added(kind.counted(), shelf.add(handle, records)));
      position = page.position();
    } while (!page.isLast());
  }
}
