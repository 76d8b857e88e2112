// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import io.ratchet.storage.Database;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is pending: a webhook at a time belongs to one process, by a lease that outlasts an
 * attempt, and gets its deliveries one after the other on a thread of its own.
 */
final class Dispatcher implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Dispatcher.class.getName());

  private final Database database;
  private final Sender sender;
  private final Secrets secrets;
  private final WebhookLimits limits;
  private final RetryPolicy policy;
  private final InstantSource time;
  private final RandomGenerator chance;
  private final String runner;
  private final Set<String> sending = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean stopped;

  Dispatcher(
      Database database,
      Sender sender,
      Secrets secrets,
      WebhookLimits limits,
      InstantSource time,
      RandomGenerator chance,
      String runner) {
    this.database = database;
    this.sender = sender;
    this.secrets = secrets;
    this.limits = limits;
    this.policy = new RetryPolicy(limits);
    this.time = time;
    this.chance = chance;
    this.runner = runner;
  }

  /** Starts to send to webhooks that have something pending, as many as there are threads for. */
  void turn() {
    int free = limits.concurrent() - sending.size();
    if (free <= 0) {
      return;
    }
    List<String> due =
        database.read(handle ->
            WebhookStore.due(handle, time.millis(), secrets.keyId(), limits.concurrent()));
    due.stream()
        .filter(id -> !sending.contains(id))
        .limit(free)
        .forEach(id -> {
          sending.add(id);
          threads.execute(() -> run(id));
        });
  }

  private void run(String webhook) {
    try {
      Work work = database.write(handle -> take(handle, webhook));
      while (work != null) {
        Work sent = work;
        Sender.Sent result =
            sender.send(sent.webhook(), sent.delivery().id(), sent.delivery().payload());
        work = database.write(handle -> settle(handle, sent, result));
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "sending to webhook " + webhook + " goes on after its lease", e);
    } finally {
      sending.remove(webhook);
    }
  }

  private record Work(Webhook webhook, Delivery delivery) {}

  /** The next delivery, under a lease that is new or kept; null where there is none to send now. */
  private @Nullable Work take(Handle handle, String id) {
    long now = time.millis();
    long until = now + limits.lease().toMillis();
    Optional<Webhook> webhook = WebhookStore.lease(handle, id, runner, now, until);
    if (webhook.isEmpty()) {
      return null;
    }
    Optional<Delivery> next = DeliveryStore.next(handle, id, now);
    long due = next.map(one -> one.nextAttemptAt().toEpochMilli()).orElse(Long.MAX_VALUE);
    if (due <= now && !stopped) {
      return next.map(delivery -> new Work(webhook.orElseThrow(), delivery)).orElseThrow();
    }
    long nextAt = next.isPresent() ? due : DeliveryStore.nextAt(handle, id);
    WebhookStore.release(handle, id, runner, nextAt);
    return null;
  }

  private @Nullable Work settle(Handle handle, Work work, Sender.Sent sent) {
    Delivery.Last last = sent.last();
    RetryPolicy.Decision decision =
        policy.decide(
            work.delivery().attempts() + 1,
            last.status(),
            sent.retryAfter(),
            chance.nextDouble(),
            last.time());
    switch (decision) {
      case RetryPolicy.Decision.Delivered _ ->
          settle(handle, work, Delivery.Status.DELIVERED, 0, last);
      case RetryPolicy.Decision.Again again ->
          settle(handle, work, Delivery.Status.PENDING, again.at().toEpochMilli(), last);
      case RetryPolicy.Decision.Dead _ -> settle(handle, work, Delivery.Status.DEAD, 0, last);
    }
    return take(handle, work.webhook().id());
  }

  private static void settle(
      Handle handle, Work work, Delivery.Status status, long nextAt, Delivery.Last last) {
    DeliveryStore.settle(handle, work.delivery(), status, nextAt, last);
  }

  /** Returns when nothing is on its way any more; what is pending stays so. */
  @Override
  public void close() {
    stopped = true;
    threads.close();
  }
}
