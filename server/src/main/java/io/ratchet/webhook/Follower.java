// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import io.ratchet.base.Ids;
import io.ratchet.journal.Entry;
import io.ratchet.journal.Journal;
import io.ratchet.storage.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Turns entries of the journal into deliveries. Each step is one transaction that adds what a batch
 * gives and moves the cursor, so an entry becomes one delivery to each webhook however often a
 * process dies, and however many processes follow.
 */
final class Follower {
  private static final int BATCH = 200;

  private final Database database;
  private final Journal journal;
  private final Details details;
  private final InstantSource time;
  private final Ids ids;

  Follower(Database database, Journal journal, Details details, InstantSource time, Ids ids) {
    this.database = database;
    this.journal = journal;
    this.details = details;
    this.time = time;
    this.ids = ids;
  }

  /** Takes over everything there is. */
  void follow() {
    List<Entry> entries;
    do {
      long after = database.read(WebhookStore::cursor);
      entries = journal.after(after, BATCH);
      if (!entries.isEmpty()) {
        long last = entries.getLast().sequence();
        List<Delivery> deliveries = deliveries(entries);
        database.change(handle -> take(handle, after, last, deliveries));
      }
    } while (entries.size() == BATCH);
  }

  /** A webhook that is made after this look begins behind these entries. */
  private List<Delivery> deliveries(List<Entry> entries) {
    List<Webhook> webhooks = database.read(WebhookStore::active);
    List<Delivery> deliveries = new ArrayList<>();
    if (!webhooks.isEmpty()) {
      for (Entry entry : entries) {
        EventPolicy.told(entry).ifPresent(told -> add(entry, told, webhooks, deliveries));
      }
    }
    return deliveries;
  }

  private void add(
      Entry entry, EventPolicy.Told told, List<Webhook> webhooks, List<Delivery> deliveries) {
    List<Webhook> listening =
        webhooks.stream()
            .filter(webhook -> webhook.since() < entry.sequence())
            .filter(webhook -> webhook.events().contains(told.event()))
            .toList();
    if (listening.isEmpty()) {
      return;
    }
    details.complete(entry, told.data());
    String payload = Payload.of(told, entry);
    Instant now = time.instant();
    for (Webhook webhook : listening) {
      deliveries.add(
          new Delivery(
              ids.next(),
              webhook.id(),
              entry.sequence(),
              told.event().label(),
              payload,
              Delivery.Status.PENDING,
              0,
              now,
              now,
              null));
    }
  }

  private void take(Handle handle, long after, long last, List<Delivery> deliveries) {
    if (!WebhookStore.advance(handle, after, last)) {
      return; // another process has taken them over
    }
    Set<String> woken = new HashSet<>();
    for (Delivery delivery : deliveries) {
      DeliveryStore.insert(handle, delivery);
      if (woken.add(delivery.webhook())) {
        WebhookStore.wake(handle, delivery.webhook(), time.millis());
      }
    }
  }
}
