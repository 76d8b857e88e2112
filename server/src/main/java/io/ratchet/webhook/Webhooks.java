// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.http.Outbound;
import io.ratchet.journal.Journal;
import io.ratchet.mlflow.Refusals;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The webhooks: made, changed, tried out; what was told to them, and the loop that tells. */
public final class Webhooks implements AutoCloseable {
  private static final Duration SWEEP = Duration.ofHours(1);
  private static final String LATEST = "latest";

  private final Database database;
  private final Journal journal;
  private final Secrets secrets;
  private final WebhookLimits limits;
  private final InstantSource time;
  private final Ids ids;
  private final Sender sender;
  private final Follower follower;
  private final Dispatcher dispatcher;
  private Instant swept = Instant.EPOCH;

  /**
   * Nothing is told before the first {@link #turn}.
   *
   * @param outbound to send by; refuses the addresses that are not allowed
   * @param chance spreads retries; safe for use by many threads
   */
  public Webhooks(
      Database database,
      Journal journal,
      Details details,
      Outbound outbound,
      Secrets secrets,
      WebhookLimits limits,
      InstantSource time,
      RandomGenerator chance,
      Ids ids) {
    this.database = database;
    this.journal = journal;
    this.secrets = secrets;
    this.limits = limits;
    this.time = time;
    this.ids = ids;
    this.sender = new Sender(outbound, secrets, limits, time);
    this.follower = new Follower(database, journal, details, time, ids);
    this.dispatcher =
        new Dispatcher(database, sender, secrets, limits, time, chance, "runner-" + ids.next());
  }

  /** Whether an address may be sent to, for the way out that is given to the constructor. */
  public static boolean isPublic(java.net.InetAddress address) {
    return Addresses.isPublic(address);
  }

  /** Takes over the journal and sends what is due. */
  public void turn() {
    follower.follow();
    dispatcher.turn();
    Instant now = time.instant();
    if (swept.plus(SWEEP).isBefore(now)) {
      swept = now;
      long before = now.minus(limits.retention()).toEpochMilli();
      database.change(handle -> DeliveryStore.sweep(handle, before));
    }
  }

  Webhook create(WebhookRequest request, String actor) {
    String url = Objects.requireNonNull(request.url());
    var _ = Destination.check(url, limits.allowPrivate());
    Instant now = now();
    String id = ids.next();
    Webhook webhook =
        new Webhook(
            id,
            Objects.requireNonNull(request.name()),
            Objects.requireNonNullElse(request.description(), ""),
            url,
            request.events(),
            Objects.requireNonNullElse(request.status(), Webhook.Status.ACTIVE),
            request.secret() == null ? null : secrets.seal(id, request.secret()),
            0,
            now,
            now);
    database.change(handle -> {
      if (WebhookStore.count(handle) >= WebhookLimits.WEBHOOKS) {
        throw Refusals.invalid(
            "There are " + WebhookLimits.WEBHOOKS + " webhooks already; delete one first");
      }
      note(handle, "webhook.created", webhook, actor);
      WebhookStore.insert(handle, webhook);
    });
    return webhook;
  }

  Webhook update(String id, WebhookRequest request, String actor) {
    if (request.url() != null) {
      var _ = Destination.check(request.url(), limits.allowPrivate());
    }
    Secrets.Sealed sealed = request.secret() == null ? null : secrets.seal(id, request.secret());
    return database.write(handle -> {
      Webhook before = WebhookStore.find(handle, id).orElseThrow(() -> missing(id));
      Webhook after =
          new Webhook(
              id,
              Objects.requireNonNullElse(request.name(), before.name()),
              Objects.requireNonNullElse(request.description(), before.description()),
              Objects.requireNonNullElse(request.url(), before.url()),
              request.events().isEmpty() ? before.events() : request.events(),
              Objects.requireNonNullElse(request.status(), before.status()),
              sealed == null ? before.sealed() : sealed,
              before.since(),
              before.createdAt(),
              now());
      note(handle, "webhook.changed", after, actor);
      WebhookStore.update(handle, after);
      return after;
    });
  }

  void delete(String id, String actor) {
    database.change(handle -> {
      Webhook webhook = WebhookStore.find(handle, id).orElseThrow(() -> missing(id));
      note(handle, "webhook.deleted", webhook, actor);
      WebhookStore.delete(handle, id);
    });
  }

  private void note(Handle handle, String type, Webhook webhook, String actor) {
    ObjectNode detail = Json.object().put("webhook", webhook.id()).put("name", webhook.name());
    detail.put("events", Event.text(webhook.events())).put("status", webhook.status().name());
    journal.append(handle, type, "", "", actor, detail);
  }

  Webhook find(String id) {
    return database.read(handle -> WebhookStore.find(handle, id)).orElseThrow(() -> missing(id));
  }

  Page<Webhook> list(int limit, @Nullable String before) {
    return Page.cut(
        database.read(handle -> WebhookStore.list(handle, before, limit + 1)), limit, Webhook::id);
  }

  private static Failure missing(String id) {
    return Refusals.missing("Webhook with ID " + Problem.shorten(id) + " not found.");
  }

  /** Sends an example, once, and says what came of it. */
  Delivery.Last test(String id, @Nullable Event event) {
    Webhook webhook = find(id);
    Event example = event == null ? webhook.events().getFirst() : event;
    return sender.send(webhook, ids.next(), Payload.example(example, now())).last();
  }

  /** The deliveries of a webhook, by its id or name, the newest first. */
  Page<Delivery> deliveries(
      String webhook, Delivery.@Nullable Status status, int limit, @Nullable String before) {
    List<Delivery> found =
        database.read(handle ->
            DeliveryStore.list(handle, known(handle, webhook).id(), status, before, limit + 1));
    return Page.cut(found, limit, Delivery::id);
  }

  /**
   * Lets a delivery begin anew, whatever became of it.
   *
   * @param delivery its id, or {@code latest}
   */
  Delivery retry(String webhook, String delivery, String actor) {
    return database.write(handle -> {
      Webhook known = known(handle, webhook);
      Delivery found =
          delivered(handle, known.id(), delivery)
              .orElseThrow(() ->
                  Failure.missing(
                      "the webhook %s has no delivery %s"
                          .formatted(known.name(), Problem.shorten(delivery)),
                      "list them with GET /api/webhooks/" + known.id() + "/deliveries"));
      ObjectNode detail = Json.object().put("webhook", known.id()).put("delivery", found.id());
      journal.append(handle, "webhook.retried", "", "", actor, detail);
      DeliveryStore.renew(handle, found.id(), time.millis());
      WebhookStore.wake(handle, known.id(), time.millis());
      return DeliveryStore.find(handle, known.id(), found.id()).orElseThrow();
    });
  }

  private static Optional<Delivery> delivered(Handle handle, String webhook, String delivery) {
    return delivery.equals(LATEST)
        ? DeliveryStore.list(handle, webhook, null, null, 1).stream().findFirst()
        : DeliveryStore.find(handle, webhook, delivery);
  }

  private static Webhook known(Handle handle, String idOrName) {
    return WebhookStore.find(handle, idOrName)
        .or(() -> WebhookStore.named(handle, idOrName))
        .orElseThrow(() ->
            Failure.missing(
                "there is no webhook " + Problem.shorten(idOrName),
                "list them with GET /api/2.0/mlflow/webhooks"));
  }

  private Instant now() {
    return Instant.ofEpochMilli(time.millis());
  }

  @Override
  public void close() {
    dispatcher.close();
  }
}
