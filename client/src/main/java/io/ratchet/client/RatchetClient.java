// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A service's line to a Ratchet server; one for the whole service, safe for use by many threads.
 *
 * <p>Nothing here throws or waits because of the network. Recording puts the record into a bounded
 * buffer; only {@link #assign} asks the server while its caller waits, and then not for long.
 *
 * <pre>{@code
 * Assignment arm = ratchet.assign("shorter-notes", "user-17", Map.of(), "v1.0.0");
 * String facts = ratchet.call("extraction", arm).run(call -> service.apply(arm.version(), note));
 * ratchet.feedback("shorter-notes", "user-17", "accepted", true);
 * }</pre>
 */
public final class RatchetClient implements AutoCloseable {
  private static final Duration BREAK_OFF = Duration.ofSeconds(1);

  private final Settings settings;
  private final Transport transport;
  private final Buffer buffer;
  private final Assignments assignments;
  private final Reports reports;
  private final RecordIds ids;
  private final InstantSource time;
  private final Ticker ticker;
  private final Thread sending;

  RatchetClient(
      Settings settings,
      Transport transport,
      Buffer buffer,
      Sender sender,
      Assignments assignments,
      Reports reports,
      RecordIds ids,
      InstantSource time,
      Ticker ticker) {
    this.settings = settings;
    this.transport = transport;
    this.buffer = buffer;
    this.assignments = assignments;
    this.reports = reports;
    this.ids = ids;
    this.time = time;
    this.ticker = ticker;
    this.sending = Thread.ofVirtual().name("ratchet-client").start(sender::run);
  }

  /** Settings to start from; address and key come from the environment where they are there. */
  public static ClientBuilder builder() {
    return new ClientBuilder(System::getenv);
  }

  /**
   * Asks which version a unit gets in an experiment. Where the server cannot be asked, it is what
   * the unit got last, or else the fallback; {@link Assignment#source()} tells.
   *
   * @param experiment id or name
   * @param unit who is served; the same unit keeps its version
   * @param attributes what segment rules look at
   * @param fallback the version to serve where nobody knows better
   */
  public Assignment assign(
      String experiment, String unit, Map<String, ?> attributes, String fallback) {
    return assignments.assign(experiment, unit, attributes, fallback);
  }

  /** Begins a call of a version of a prompt; it is recorded when it is closed. */
  public Call call(String prompt, String version) {
    return begin("prompt", prompt, version);
  }

  /**
   * Begins a call of the version that a unit was assigned. It counts for the trial, except where
   * the version is the caller's own fallback: that one was not drawn by the trial.
   */
  public Call call(String prompt, Assignment assignment) {
    return assigned(call(prompt, assignment.version()), assignment);
  }

  /** Begins a prediction of a version of a model; it is recorded when it is closed. */
  public Call predict(String model, String version) {
    return begin("model", model, version);
  }

  /** Begins a prediction of the version that a unit was assigned. */
  public Call predict(String model, Assignment assignment) {
    return assigned(predict(model, assignment.version()), assignment);
  }

  private Call begin(String kind, String asset, String version) {
    return new Call(ids.next(), time.instant(), ticker, fields -> give(Lane.CALLS, fields))
        .with("kind", kind)
        .with("asset", asset)
        .with("version", version);
  }

  private static Call assigned(Call call, Assignment assignment) {
    call.unit(assignment.unit());
    String variant = assignment.variant();
    return variant == null ? call : call.experiment(assignment.experiment(), variant);
  }

  /** Begins a batch of predictions of a version of a model. */
  public PredictionBatch predictions(String model, String version) {
    return new PredictionBatch(
        model, version, this::record, (id, label) -> about(id, "label", label));
  }

  /**
   * Records a call that is over.
   *
   * @return its id, which feedback names later
   */
  public String record(CallRecord call) {
    Map<String, Object> fields = new LinkedHashMap<>(call.fields());
    Object id = fields.computeIfAbsent("id", key -> ids.next());
    fields.computeIfAbsent("time", key -> time.instant().toString());
    give(Lane.CALLS, fields);
    return id.toString();
  }

  /** Adds a number that became known after a call. */
  public void feedback(String callId, String name, double value) {
    about(callId, name, value);
  }

  /** Adds a yes or no that became known after a call, such as a thumbs-up. */
  public void feedback(String callId, String name, boolean value) {
    about(callId, name, value);
  }

  /** Adds a text that became known after a call, such as a comment. */
  public void feedback(String callId, String name, String value) {
    about(callId, name, value);
  }

  /** Adds a number that became known about the latest call of a unit in an experiment. */
  public void feedback(String experiment, String unit, String name, double value) {
    about(experiment, unit, name, value);
  }

  /** Adds a yes or no that became known about the latest call of a unit in an experiment. */
  public void feedback(String experiment, String unit, String name, boolean value) {
    about(experiment, unit, name, value);
  }

  /** Adds a text that became known about the latest call of a unit in an experiment. */
  public void feedback(String experiment, String unit, String name, String value) {
    about(experiment, unit, name, value);
  }

  private void about(String callId, String name, Object value) {
    Map<String, Object> fields = feedback(name, value);
    fields.put("call_id", callId);
    give(Lane.FEEDBACK, fields);
  }

  private void about(String experiment, String unit, String name, Object value) {
    Map<String, Object> fields = feedback(name, value);
    fields.put("experiment", experiment);
    fields.put("unit", unit);
    give(Lane.FEEDBACK, fields);
  }

  private Map<String, Object> feedback(String name, Object value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", ids.next());
    fields.put("time", time.instant().toString());
    fields.put("name", name);
    fields.put("value", value);
    return fields;
  }

  private void give(Lane lane, Map<String, Object> fields) {
    String id = String.valueOf(fields.get("id"));
    byte[] json;
    try {
      json = JsonText.of(fields).getBytes(StandardCharsets.UTF_8);
    } catch (RuntimeException e) {
      // A value may be any object of the host, whose code may throw anything.
      refuse(lane, id, String.valueOf(e.getMessage()));
      return;
    }
    if (json.length >= settings.recordsBytes()) {
      refuse(lane, id, "the record has " + json.length + " bytes, more than a batch may have");
    } else if (!buffer.offer(lane, new Entry(id, json, ticker.nanos()))) {
      if (buffer.isClosed()) {
        reports.closed(1);
      } else {
        reports.full();
      }
    }
  }

  private void refuse(Lane lane, String id, String detail) {
    reports.refused(new Refusal(lane.plural(), List.of(id), 0, detail));
  }

  /** What became of everything so far. */
  public Counts counts() {
    return reports.counts(buffer.size());
  }

  /**
   * Sends what is in the buffer now, without waiting for a batch to fill.
   *
   * @return whether all of it is done with; false where the time was over before that
   */
  public boolean flush(Duration timeout) throws InterruptedException {
    return buffer.flush(timeout.toNanos());
  }

  /** Sends what remains, as long as the builder's {@code closeTimeout} says. */
  @Override
  public void close() {
    close(settings.closeTimeout());
  }

  /**
   * Sends what remains, and ends. Records that come afterwards are counted as dropped.
   *
   * @param timeout how long to go on sending
   * @return how many records could not be sent: the server did not acknowledge them
   */
  public long close(Duration timeout) {
    buffer.close();
    if (!joined(timeout)) {
      sending.interrupt();
      joined(BREAK_OFF);
    }
    transport.close();
    long left = buffer.abandon();
    if (left > 0) {
      reports.closed(left);
    }
    return left;
  }

  private boolean joined(Duration timeout) {
    try {
      return sending.join(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
