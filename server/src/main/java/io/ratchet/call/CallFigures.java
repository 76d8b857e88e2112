// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The figures of calls for Prometheus. They count what this process took in, as soon as it is
 * written, whether or not the database is up. Versions beyond {@link #VERSIONS} and error types
 * beyond {@link #ERROR_TYPES} are counted under {@code ~other}, so that no caller can make series
 * without end.
 */
public final class CallFigures implements Consumer<Call> {
  static final int VERSIONS = 1_000;
  static final int ERROR_TYPES = 100;

  private static final String OTHER = "~other";
  private static final double MICROS_PER_SECOND = 1e6;
  private static final double NANOS_PER_DOLLAR = 1e9;
  private static final Call.Subject NONE = new Call.Subject("", "", "");
  private static final double[] SECONDS = {
    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120
  };

  private final Set<Call.Subject> versions = ConcurrentHashMap.newKeySet();
  private final Set<String> errorTypes = ConcurrentHashMap.newKeySet();
  private final Counter calls;
  private final Counter errors;
  private final Counter tokens;
  private final Counter cost;
  private final Counter unpriced;
  private final Histogram duration;
  private final Histogram firstToken;

  public CallFigures(PrometheusRegistry registry) {
    calls = counter(registry, "ratchet_calls", "Calls by how they ended.", "outcome");
    errors = counter(registry, "ratchet_call_errors", "Failed calls by error type.", "error_type");
    tokens = counter(registry, "ratchet_tokens", "Tokens in disjoint buckets.", "type");
    cost = counter(registry, "ratchet_cost_usd", "Cost of the calls whose price is known.");
    unpriced = counter(registry, "ratchet_calls_unpriced", "Calls whose price is not known.");
    duration = histogram(registry, "ratchet_call_duration", "Time to the last byte.");
    firstToken = histogram(registry, "ratchet_call_first_token", "Time to the first token.");
  }

  private static Counter counter(
      PrometheusRegistry registry, String name, String help, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels(labels)).register(registry);
  }

  private static Histogram histogram(PrometheusRegistry registry, String name, String help) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .unit(Unit.SECONDS)
        .labelNames(labels())
        .classicOnly()
        .classicUpperBounds(SECONDS)
        .register(registry);
  }

  private static String[] labels(String... more) {
    String[] labels = new String[3 + more.length];
    labels[0] = "kind";
    labels[1] = "asset";
    labels[2] = "version";
    System.arraycopy(more, 0, labels, 3, more.length);
    return labels;
  }

  /** Shows how the spool and the database keep up. */
  public static void follow(Calls calls, PrometheusRegistry registry) {
    gauge(
        registry,
        "ratchet_spool_pending_bytes",
        "Bytes not in the database yet.",
        () -> calls.status().spool().pendingBytes());
    gauge(
        registry,
        "ratchet_spool_pending_entries",
        "Records not in the database yet.",
        () -> calls.status().spool().pendingEntries());
    gauge(
        registry,
        "ratchet_spool_reserved_bytes",
        "Room in the spool that is kept for the calls that are being served.",
        () -> calls.status().spool().reservedBytes());
    gauge(
        registry,
        "ratchet_spool_max_bytes",
        "What the spool may hold.",
        () -> calls.status().spool().maxBytes());
    counted(
        registry,
        "ratchet_ingest_calls",
        "Calls moved into the database.",
        () -> calls.status().ingester().calls());
    counted(
        registry,
        "ratchet_ingest_exposures",
        "New exposures moved into the database.",
        () -> calls.status().ingester().exposures());
    counted(
        registry,
        "ratchet_ingest_duplicates",
        "Records whose id was known.",
        () -> calls.status().ingester().duplicates());
    counted(
        registry,
        "ratchet_ingest_rejected",
        "Records that were set aside.",
        () -> calls.status().ingester().rejected());
  }

  /** Shows what became of exposures. */
  public static void follow(Exposures exposures, PrometheusRegistry registry) {
    counted(
        registry,
        "ratchet_exposures_written",
        "Exposures at evaluation that were written.",
        () -> exposures.status().written());
    counted(
        registry,
        "ratchet_exposures_repeated",
        "Exposures at evaluation that had been written before.",
        () -> exposures.status().repeated());
    counted(
        registry,
        "ratchet_exposures_lost",
        "Exposures at evaluation that the spool refused.",
        () -> exposures.status().lost());
  }

  /** A number that is read when somebody asks. */
  private interface Reading {
    double now();
  }

  private static void gauge(
      PrometheusRegistry registry, String name, String help, Reading reading) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(reading.now()))
        .register(registry);
  }

  private static void counted(
      PrometheusRegistry registry, String name, String help, Reading reading) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(reading.now()))
        .register(registry);
  }

  @Override
  public void accept(Call call) {
    Call.Subject version = bounded(call.subject() == null ? NONE : call.subject());
    String kind = version.kind();
    String asset = version.asset();
    String name = version.version();
    calls.labelValues(kind, asset, name, call.outcome().name().toLowerCase(Locale.ROOT)).inc();
    if (call.errorType() != null) {
      errors.labelValues(kind, asset, name, bounded(call.errorType())).inc();
    }
    add(version, "input", call.tokens().input());
    add(version, "output", call.tokens().output());
    add(version, "cached", call.tokens().cached());
    add(version, "reasoning", call.tokens().reasoning());
    if (call.costNanos() == null) {
      unpriced.labelValues(kind, asset, name).inc();
    } else {
      cost.labelValues(kind, asset, name).inc(call.costNanos() / NANOS_PER_DOLLAR);
    }
    observe(duration, version, call.latencyMicros());
    observe(firstToken, version, call.firstTokenMicros());
  }

  private void add(Call.Subject version, String type, @Nullable Long count) {
    if (count != null) {
      tokens.labelValues(version.kind(), version.asset(), version.version(), type).inc(count);
    }
  }

  private static void observe(Histogram histogram, Call.Subject version, @Nullable Long micros) {
    if (micros != null) {
      histogram
          .labelValues(version.kind(), version.asset(), version.version())
          .observe(micros / MICROS_PER_SECOND);
    }
  }

  private Call.Subject bounded(Call.Subject version) {
    boolean known = versions.contains(version);
    if (known || (versions.size() < VERSIONS && versions.add(version))) {
      return version;
    }
    return new Call.Subject(version.kind(), OTHER, OTHER);
  }

  private String bounded(String errorType) {
    boolean known = errorTypes.contains(errorType);
    return known || (errorTypes.size() < ERROR_TYPES && errorTypes.add(errorType))
        ? errorType
        : OTHER;
  }
}
