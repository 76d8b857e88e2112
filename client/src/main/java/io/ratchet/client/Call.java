// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A call that is under way. It times itself from when it was made until its outcome is told, and is
 * recorded when it is closed. One that is closed without an outcome was left by an exception: it is
 * recorded as a failure, {@code unfinished}. Its parts may run in several threads.
 *
 * <pre>{@code
 * try (Call call = ratchet.call("extraction", "v2.0.0")) {
 *   String answer = call.stage("model", stage -> model.apply(note));
 *   call.response(answer).success();
 *   return answer;
 * }
 * }</pre>
 */
public final class Call extends CallFields<Call> implements AutoCloseable {
  private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private final String id;
  private final Ticker ticker;
  private final Consumer<Map<String, Object>> recorder;
  private final long start;
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final List<Object> stages = new ArrayList<>();
  private boolean closed;

  Call(String id, Instant time, Ticker ticker, Consumer<Map<String, Object>> recorder) {
    this.id = id;
    this.ticker = ticker;
    this.recorder = recorder;
    this.start = ticker.nanos();
    fields.put("id", id);
    fields.put("time", time.toString());
  }

  /** What feedback names later. */
  public String id() {
    return id;
  }

  /** It went well; stops the clock. */
  public Call success() {
    return outcome(true);
  }

  /**
   * It went wrong; stops the clock.
   *
   * @param errorType one stable word, such as {@code timeout}; null where it is not known
   */
  public Call failure(@Nullable String errorType) {
    return with("error_type", errorType).outcome(false);
  }

  /** It went wrong; the error type is the name of the exception, such as {@code io} of one. */
  public Call failure(Throwable thrown) {
    String name = thrown.getClass().getSimpleName().replaceFirst("(?<=.)(Exception|Error)$", "");
    String words = WORD_START.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
    return failure(words.isEmpty() ? null : words);
  }

  private synchronized Call outcome(boolean success) {
    fields.putIfAbsent("latency_ms", millis(Duration.ofNanos(ticker.nanos() - start)));
    return with("success", success);
  }

  /** Begins a part of the call, which ends when it is closed. */
  public Stage stage(String name) {
    return new Stage(this, name, ticker);
  }

  /** Performs and times a part of the call. */
  public <T extends @Nullable Object, X extends Exception> T stage(
      String name, Work<? super Stage, T, X> work) throws X {
    try (Stage stage = stage(name)) {
      return work.perform(stage);
    }
  }

  /**
   * Performs the whole call, and closes it: a success where nothing else was told, a failure where
   * an exception comes out, which is passed on.
   */
  public <T extends @Nullable Object, X extends Exception> T run(Work<? super Call, T, X> work)
      throws X {
    try {
      T result = work.perform(this);
      if (!isTold()) {
        success();
      }
      return result;
    } catch (Throwable e) {
      failure(e);
      throw e;
    } finally {
      close();
    }
  }

  private synchronized boolean isTold() {
    return fields.containsKey("success");
  }

  @Override
  public synchronized Call with(String field, @Nullable Object value) {
    if (value == null) {
      fields.remove(field);
    } else {
      fields.put(field, value);
    }
    return this;
  }

  @Override
  synchronized Call withEntry(String field, String name, Object value) {
    Map<Object, Object> entries = new LinkedHashMap<>();
    if (fields.get(field) instanceof Map<?, ?> present) {
      entries.putAll(present);
    }
    entries.put(name, value);
    return with(field, entries);
  }

  synchronized void add(String stage, Duration latency) {
    stages.add(CallRecord.stageFields(stage, latency));
  }

  /** Hands the record over; what is told afterwards is too late. */
  @Override
  public void close() {
    Map<String, Object> record = finished();
    if (record != null) {
      recorder.accept(record);
    }
  }

  private synchronized @Nullable Map<String, Object> finished() {
    if (closed) {
      return null;
    }
    closed = true;
    if (!isTold()) {
      failure("unfinished");
    }
    Map<String, Object> record = new LinkedHashMap<>(fields);
    if (!stages.isEmpty()) {
      record.put("stages", List.copyOf(stages));
    }
    return record;
  }
}
