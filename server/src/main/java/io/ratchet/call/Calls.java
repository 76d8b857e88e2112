// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Failure;
import io.ratchet.base.Page;
import io.ratchet.config.CallsConfig;
import io.ratchet.spool.Entry;
import io.ratchet.spool.Spool;
import io.ratchet.spool.SpoolStatus;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The calls: recorded when they end, counted exactly once, listed and shown. */
public final class Calls {
  static final byte CALL = 1;
  static final byte FEEDBACK = 2;
  static final byte EXPOSURE = 3;

  private static final Duration WHILE_STUCK = Duration.ofMillis(200);
  private static final int FEEDBACK_SHOWN = 1_000;

  private final CallsConfig config;
  private final Spool spool;
  private final Database database;
  private final Ingester ingester;
  private final BodyReader bodies = new BodyReader();
  private final Consumer<Call> observer;

  /**
   * The calls over a spool and the database that the ingester moves it into.
   *
   * @param observer sees every call once it is written
   */
  public Calls(
      CallsConfig config,
      Spool spool,
      Database database,
      Ingester ingester,
      Consumer<Call> observer) {
    this.config = config;
    this.spool = spool;
    this.database = database;
    this.ingester = ingester;
    this.observer = observer;
  }

  /** Without an observer. */
  public Calls(CallsConfig config, Spool spool, Database database, Ingester ingester) {
    this(config, spool, database, ingester, _ -> {});
  }

  /**
   * Keeps room for a call that is about to be served, or refuses before anything is spent on it.
   *
   * @param bytes about the most that the call may take
   */
  public Place reserve(long bytes) {
    return new Place(spool.reserve(bytes));
  }

  /** Room for calls that are served here. */
  public final class Place {
    private final Spool.Reservation reservation;

    private Place(Spool.Reservation reservation) {
      this.reservation = reservation;
    }

    /**
     * Writes the call, once, and gives back the room it did not need. When this returns the end of
     * this process does not lose it; a power cut within the next milliseconds may.
     */
    public void record(Call call) {
      record(List.of(call));
    }

    /** Writes several calls together, all or none; see above. */
    public void record(List<Call> calls) {
      try (reservation) {
        reservation.append(
            calls.stream().map(call -> new Entry(CALL, CallCodec.encode(kept(call), 0))).toList());
      }
      calls.forEach(observer);
    }
  }

  /**
   * What became of records that were sent to us. They are durable.
   *
   * @param accepted records that are kept
   * @param duplicates those whose id was known; null where the database is too far behind to tell,
   *     and {@code accepted} then counts them all
   */
  public record Accepted(int accepted, @Nullable Integer duplicates) {}

  /** Takes calls that were served elsewhere, all or none. */
  public Accepted accept(List<Call> calls) {
    Settled settled =
        append(receipt ->
            calls.stream()
                .map(call -> new Entry(CALL, CallCodec.encode(kept(call), receipt)))
                .toList());
    calls.forEach(observer);
    return settled.known()
        ? new Accepted(calls.size() - settled.duplicates(), settled.duplicates())
        : new Accepted(calls.size(), null);
  }

  /**
   * What became of feedback that was sent to us. It is durable.
   *
   * @param unmatched feedback whose call is not there yet; null as {@code duplicates}
   */
  public record AcceptedFeedback(
      int accepted, @Nullable Integer duplicates, @Nullable Integer unmatched) {}

  /** Takes feedback, all or none. */
  public AcceptedFeedback acceptFeedback(List<Feedback> feedback) {
    Settled settled =
        append(receipt ->
            feedback.stream()
                .map(one -> new Entry(FEEDBACK, FeedbackCodec.encode(one, receipt)))
                .toList());
    return settled.known()
        ? new AcceptedFeedback(
            feedback.size() - settled.duplicates(), settled.duplicates(), settled.unmatched())
        : new AcceptedFeedback(feedback.size(), null, null);
  }

  private record Settled(boolean known, int duplicates, int unmatched) {}

  private Settled append(LongFunction<List<Entry>> entries) {
    Receipts.Receipt receipt = ingester.receipts().issue();
    try {
      long end = spool.append(entries.apply(receipt.number()));
      spool.force(end);
      boolean known = ingester.awaitApplied(end, patience(config.duplicateWait()));
      return new Settled(known, receipt.duplicates(), receipt.unmatched());
    } finally {
      ingester.receipts().close(receipt);
    }
  }

  /** While it is known that nothing moves there is little to wait for. */
  private Duration patience(Duration usual) {
    return ingester.status().fault() == null || usual.compareTo(WHILE_STUCK) < 0
        ? usual
        : WHILE_STUCK;
  }

  private Call kept(Call call) {
    return config.storeBodies() ? call : call.withBodies(Call.Bodies.NONE);
  }

  /** Waits until every call that was acknowledged before is in the database, or refuses. */
  public void catchUp() {
    if (!ingester.awaitApplied(spool.end(), patience(config.catchUpWait()))) {
      String fault = ingester.status().fault();
      throw Failure.unavailable(
          "%d recorded calls are not in the database yet%s"
              .formatted(spool.status().pendingEntries(), fault == null ? "" : ": " + fault),
          "try again; nothing is lost, and figures without them would be wrong",
          null);
    }
  }

  /** A call with its bodies and what came later. */
  public record Shown(Call call, List<Feedback> feedback) {
    public Shown {
      feedback = List.copyOf(feedback);
    }
  }

  public Optional<Shown> find(String id) {
    catchUp();
    return database.read(handle ->
        CallStore.find(handle, id)
            .map(stored ->
                new Shown(
                    stored.call().withBodies(bodies.find(handle, stored.sequence()).read()),
                    FeedbackStore.of(handle, id, FEEDBACK_SHOWN))));
  }

  /** Calls from the newest to the oldest, without bodies. */
  public Page<Call> list(CallFilter filter, int limit, @Nullable String pageToken) {
    catchUp();
    return database.read(
        handle -> CallList.page(handle, filter, limit, pageToken, CallList.Scan.USUAL));
  }

  /**
   * Hands over the newest calls of a version since a moment, acknowledged ones included.
   *
   * @param scores names of the scores that may have joined them later
   */
  public void recorded(
      Call.Subject version,
      Instant since,
      int limit,
      Set<String> scores,
      Consumer<ExperimentCalls.Observed> calls) {
    catchUp();
    database.read(handle -> RecordedCalls.read(handle, version, since, limit, scores, calls));
  }

  /** The state of the way from the spool to the database. */
  public record Status(SpoolStatus spool, Ingester.Status ingester) {}

  public Status status() {
    return new Status(spool.status(), ingester.status());
  }
}
