// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import io.ratchet.config.MetricsConfig;
import io.ratchet.config.MetricsConfig.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Figures of calls for Prometheus under names that the operator chose, for dashboards that have
 * them already. They count what this process took in. Label values beyond {@link #VALUES} of a
 * label of a metric are counted under {@code ~other}.
 */
public final class MappedFigures implements Consumer<Call> {
  static final int VALUES = 200;

  private static final String OTHER = "~other";
  private static final double MICROS_PER_SECOND = 1e6;
  private static final double[] SECONDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };
  private static final double[] SHARES = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1};
  private static final double[] TOKENS = {50, 100, 250, 500, 1000, 2000, 4000, 8000, 16000, 32000};

  private final List<Consumer<Call>> families = new ArrayList<>();

  public MappedFigures(MetricsConfig config, PrometheusRegistry registry) {
    config.mapping().forEach(mapping -> families.add(family(mapping, registry)));
  }

  @Override
  public void accept(Call call) {
    families.forEach(family -> family.accept(call));
  }

  private static Consumer<Call> family(Mapping mapping, PrometheusRegistry registry) {
    Labels labels = new Labels(mapping.labels());
    return switch (mapping.measure()) {
      case REQUESTS -> requests(mapping, counter(mapping, "Calls.", registry), labels);
      case ERRORS -> errors(mapping, counter(mapping, "Failed calls.", registry), labels);
      case DURATION -> durations(mapping, histogram(mapping, SECONDS, true, registry), labels);
      case TOKENS -> {
        Histogram histogram = histogram(mapping, TOKENS, false, registry);
        yield call -> whole(mapping, call, histogram, labels, tokens(call));
      }
      case SCORE -> {
        Histogram histogram = histogram(mapping, SHARES, false, registry);
        yield call -> whole(mapping, call, histogram, labels, call.scores().get(mapping.score()));
      }
      case CONFIDENCE -> {
        Histogram histogram = histogram(mapping, SHARES, false, registry);
        yield call -> whole(mapping, call, histogram, labels, call.confidence());
      }
    };
  }

  private static Counter counter(Mapping mapping, String help, PrometheusRegistry registry) {
    return Counter.builder()
        .name(mapping.metric())
        .help(help)
        .labelNames(mapping.labels().toArray(String[]::new))
        .register(registry);
  }

  private static Histogram histogram(
      Mapping mapping, double[] usual, boolean seconds, PrometheusRegistry registry) {
    double[] bounds =
        mapping.buckets().isEmpty()
            ? usual
            : mapping.buckets().stream().mapToDouble(Double::doubleValue).toArray();
    Histogram.Builder builder =
        Histogram.builder()
            .name(mapping.metric())
            .help("Of calls.")
            .labelNames(mapping.labels().toArray(String[]::new))
            .classicOnly()
            .classicUpperBounds(bounds);
    return (seconds ? builder.unit(Unit.SECONDS) : builder).register(registry);
  }

  private static boolean counts(Mapping mapping, Call call) {
    Call.Subject version = call.subject();
    String asset = version == null ? "" : version.asset();
    return mapping.asset() == null || mapping.asset().equals(asset);
  }

  private static boolean names(Mapping mapping, Call.Stage stage) {
    return mapping.stage() == null || mapping.stage().equals(stage.name());
  }

  private static Consumer<Call> requests(Mapping mapping, Counter counter, Labels labels) {
    return call -> {
      if (counts(mapping, call)) {
        counter.labelValues(labels.of(call, last(call))).inc();
      }
    };
  }

  /** The stage of a failure is the last one that was begun. */
  private static Consumer<Call> errors(Mapping mapping, Counter counter, Labels labels) {
    return call -> {
      if (counts(mapping, call) && call.outcome() == Outcome.FAILURE) {
        counter.labelValues(labels.of(call, last(call))).inc();
      }
    };
  }

  /** Of the named stage, of every stage where the label asks for them, else of the whole call. */
  private static Consumer<Call> durations(Mapping mapping, Histogram histogram, Labels labels) {
    boolean ofStages = mapping.stage() != null || mapping.labels().contains("stage");
    return call -> {
      if (!counts(mapping, call)) {
        return;
      }
      if (ofStages) {
        for (Call.Stage stage : call.stages()) {
          if (names(mapping, stage)) {
            histogram
                .labelValues(labels.of(call, stage.name()))
                .observe(stage.latencyMicros() / MICROS_PER_SECOND);
          }
        }
      } else if (call.latencyMicros() != null) {
        histogram
            .labelValues(labels.of(call, ""))
            .observe(call.latencyMicros() / MICROS_PER_SECOND);
      }
    };
  }

  private static void whole(
      Mapping mapping, Call call, Histogram histogram, Labels labels, @Nullable Double value) {
    if (value != null && counts(mapping, call)) {
      histogram.labelValues(labels.of(call, last(call))).observe(value);
    }
  }

  private static @Nullable Double tokens(Call call) {
    Long input = call.tokens().input();
    Long output = call.tokens().output();
    return input == null && output == null
        ? null
        : (Double) ((input == null ? 0.0 : input) + (output == null ? 0.0 : output));
  }

  private static String last(Call call) {
    return call.stages().isEmpty() ? "" : call.stages().getLast().name();
  }

  /** The values of a family's labels, bounded. */
  private static final class Labels {
    private final List<String> names;
    private final List<Set<String>> known;

    Labels(List<String> names) {
      this.names = names;
      this.known = names.stream().<Set<String>>map(_ -> ConcurrentHashMap.newKeySet()).toList();
    }

    String[] of(Call call, String stage) {
      String[] values = new String[names.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = bounded(known.get(i), value(names.get(i), call, stage));
      }
      return values;
    }

    private static String value(String name, Call call, String stage) {
      return switch (name) {
        case "status" -> call.outcome().word();
        case "stage" -> stage;
        case "error_type" -> call.errorType() == null ? "" : call.errorType();
        case "model_version" -> call.subject() == null ? "" : call.subject().version();
        case String other -> throw new IllegalArgumentException("no label: " + other);
      };
    }

    private static String bounded(Set<String> known, String value) {
      boolean fits = known.contains(value) || (known.size() < VALUES && known.add(value));
      return fits ? value : OTHER;
    }
  }
}
