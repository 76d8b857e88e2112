// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.base.Fields;
import io.ratchet.base.Problem;
import io.ratchet.experiment.PlanReader;
import io.ratchet.simulation.Assumptions.Assumed;
import io.ratchet.verdict.Measure;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads requests, and names every fault at once. One request each. */
final class AskedReader {
  static final int MOST_UNITS = 2_000_000;
  private static final int MOST_RUNS = 20_000;
  private static final int USUAL_RUNS = 2_000;
  private static final int SCENARIOS = 10;
  private static final int NAME_LENGTH = 64;
  private static final int METRICS = 40;
  private static final int MOST_DAYS = 400;
  private static final int USUAL_DAYS = 14;
  private static final double USUAL_POWER = 0.8;
  private static final double HUGE = 1e9;
  private static final double MOST_VARIATION = 100;
  private static final double LEAST = 1e-12;

  private final List<Problem> problems = new ArrayList<>();
  private final Fields in;
  private final PlanReader plans;
  private @Nullable Plan plan;

  AskedReader(JsonNode body, PlanReader plans) {
    this.in = PlanReader.open(body, problems);
    this.plans = plans;
  }

  Asked read(boolean plays) {
    plan = plans.read(in, problems);
    Assumptions assumptions = assumptions();
    Map<Metric, Change> effects = changes(in, "effects");
    Double power = in.number("power", 0.5, 0.999);
    Long days = in.integer("recorded_days", 1, MOST_DAYS);
    Asked.Play play = plays ? play() : null;
    in.finish();
    return new Asked(
        Objects.requireNonNull(plan),
        assumptions,
        effects,
        power == null ? USUAL_POWER : power,
        days == null ? USUAL_DAYS : days.intValue(),
        play);
  }

  private Asked.Play play() {
    Long runs = in.integer("runs", 1, MOST_RUNS);
    Long seed = in.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE);
    Long every = in.integer("look_every", 1, MOST_UNITS);
    Long most = in.integer("max_units", 10, MOST_UNITS);
    Asked.From from = in.choice("source", Asked.From.class);
    return new Asked.Play(
        runs == null ? USUAL_RUNS : runs.intValue(),
        seed == null ? 1 : seed,
        every == null ? null : (Integer) every.intValue(),
        most == null ? null : (Integer) most.intValue(),
        from,
        truths());
  }

  private List<Truth> truths() {
    List<Truth> truths = new ArrayList<>();
    List<JsonNode> listed = in.list("true_effects", SCENARIOS);
    for (int i = 0; i < listed.size(); i++) {
      Fields fields = Fields.of(listed.get(i), "true_effects[" + i + "]", problems);
      String name = fields.requiredText("name", NAME_LENGTH);
      String variant = fields.text("variant", NAME_LENGTH);
      Plan read = plan;
      if (variant != null
          && read != null
          && read.treatments().stream().noneMatch(one -> one.name().equals(variant))) {
        fields.problem("variant", "is no treatment of this plan", variant);
      }
      if (truths.stream().anyMatch(truth -> truth.name().equals(name))) {
        fields.problem("name", "comes twice", name);
      }
      truths.add(new Truth(name, changes(fields, "effects"), variant));
      fields.checkUnknown();
    }
    return truths;
  }

  private Assumptions assumptions() {
    Fields fields = in.nested("assume").orElse(null);
    if (fields == null) {
      return new Assumptions(null, null, Map.of());
    }
    Double perDay = fields.number("units_per_day", 0.01, HUGE);
    Double calls = fields.number("calls_per_unit", 1, 1_000);
    Map<Metric, Assumed> metrics = new HashMap<>();
    for (String name : names(in.object("assume"))) {
      if (name.equals("units_per_day") || name.equals("calls_per_unit")) {
        continue;
      }
      Fields said = fields.nested(name).orElse(null);
      Metric metric = metric(fields, name);
      if (said == null || metric == null) {
        continue;
      }
      Assumed assumed = assumed(said, metric);
      said.checkUnknown();
      if (assumed != null && metrics.put(metric, assumed) != null) {
        fields.problem(name, "is assumed twice", null);
      }
    }
    fields.checkUnknown();
    return new Assumptions(perDay, calls, metrics);
  }

  private static List<String> names(@Nullable JsonNode object) {
    return object == null ? List.of() : object.propertyNames().stream().limit(METRICS).toList();
  }

  private static @Nullable Assumed assumed(Fields said, Metric metric) {
    boolean isScore = metric.measure().sources().getFirst().scoreName() != null;
    boolean isSuccess = metric.equals(Metric.SUCCESS_RATE);
    boolean isShare = metric.isRate();
    Double rate = said.number("rate", 0, 1);
    Double mean = said.number("mean", isScore ? -HUGE : 0, isShare ? 1 : HUGE);
    Double deviation = said.number("sd", 0, HUGE);
    Double variation = said.number("cv", 0, MOST_VARIATION);
    if (!(metric.measure() instanceof Measure.Mean)) {
      said.problem("mean", "cannot be said of it: assume what it is computed from", metric.name());
      return null;
    }
    if (rate != null) {
      if (mean != null || deviation != null || variation != null) {
        said.problem("rate", "goes without mean, sd and cv", rate);
      }
      if (!isSuccess && !isShare && !isScore) {
        said.problem("rate", "is of successes and scores; send mean and sd", rate);
      }
      return new Assumed.Rate(rate);
    }
    if (isSuccess) {
      said.problem("rate", "is required, such as 0.9", null);
      return null;
    }
    if (mean == null || (deviation == null) == (variation == null)) {
      said.problem("mean", "is required, with one of sd and cv, or else rate", mean);
      return null;
    }
    double spread =
        deviation == null ? Math.abs(mean) * (variation == null ? 0 : variation) : deviation;
    if (isShare && spread * spread > 0.999 * mean * (1 - mean)) {
      said.problem("sd", "is more than values from 0 to 1 with this mean can have", spread);
      return null;
    }
    if (mean != 0 && Math.abs(mean) < LEAST) {
      said.problem("mean", "must be nought or at least " + LEAST, mean);
      return null;
    }
    if (!isScore && spread > MOST_VARIATION * mean) {
      said.problem("sd", "must be at most 100 times the mean", spread);
      return null;
    }
    return new Assumed.Spread(mean / metric.scale(), spread / metric.scale());
  }

  private Map<Metric, Change> changes(Fields fields, String field) {
    Map<Metric, Change> changes = new LinkedHashMap<>();
    Fields inner = fields.nested(field).orElse(null);
    if (inner == null) {
      return changes;
    }
    Map<String, String> moved = new HashMap<>();
    for (String name : names(fields.object(field))) {
      Metric metric = metric(inner, name);
      JsonNode value = inner.get(name);
      if (metric == null || value == null) {
        continue;
      }
      Optional<Change> change = ChangeReader.read(value, metric);
      if (change.isEmpty()) {
        inner.problem(name, ChangeReader.EXPECTED, value);
        continue;
      }
      String other = moved.put(Truth.changed(metric).key(), name);
      if (other != null) {
        inner.problem(name, "changes the same as " + other, null);
      }
      changes.put(metric, change.get());
    }
    inner.checkUnknown();
    return changes;
  }

  /** A metric of the plan, or one that is known by its name. */
  private @Nullable Metric metric(Fields fields, String name) {
    Metric known = Metric.isBuiltIn(name) ? Metric.named(name, true) : null;
    String meant = known == null ? name : known.name();
    Plan read = plan;
    Optional<Metric> own =
        read == null
            ? Optional.empty()
            : read.goals().stream()
                .map(goal -> goal.metric())
                .filter(metric -> metric.name().equals(meant))
                .findFirst();
    var _ = fields.get(name);
    if (own.isEmpty() && known == null && read != null) {
      fields.problem(name, "is no metric of this plan", null);
    }
    return own.orElse(known);
  }
}
