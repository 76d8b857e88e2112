// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an experiment says, on one screen or in full. */
final class AnalysisViews {
  private AnalysisViews() {}

  /** The answer of {@code /experiments/NAME/status}. */
  static String status(JsonNode answer, Terminal terminal) {
    JsonNode analysis = answer.path("analysis");
    boolean several = analysis.path("variants").size() > 2;
    Table metrics = new Table("", "goal", "change", "always valid", "", "fixed-horizon p", "state");
    for (JsonNode node : analysis.path("metrics")) {
      MetricText metric = text(node, answer);
      metrics.row(
          several ? node.path("variant").asString("") + " " + metric.name() : metric.name(),
          metric.goal(),
          metric.change(),
          metric.bar(),
          metric.decidingBounds(),
          Figures.probability(node.path("p_value")),
          metric.state());
    }
    return head(answer)
        + "\n"
        + arms(analysis)
        + "\n"
        + metrics
        + IntervalBar.legend(metrics.toString())
        + "\n\n"
        + checks(analysis)
        + verdict(answer, analysis.path("verdict"), terminal);
  }

  private static MetricText text(JsonNode metric, JsonNode experiment) {
    return new MetricText(metric, PlanText.goal(experiment, metric.path("metric").asString("")));
  }

  private static String head(JsonNode answer) {
    String started = PromptViews.moment(answer.path("started_at"));
    List<String> parts = new ArrayList<>();
    for (String field : List.of("name", "status", "asset", "traffic_allocation")) {
      if (answer.path(field).isString()) {
        parts.add(Table.text(answer.path(field)));
      }
    }
    if (!started.isEmpty()) {
      parts.add("since " + started + " UTC");
    }
    Facts moves =
        new Facts()
            .add("shares", PlanText.allocation(answer))
            .add("watch", PlanText.watch(answer))
            .add("watches over", answer.path("watches"));
    return String.join("  ", parts) + "\n" + moves;
  }

  private static Table arms(JsonNode analysis) {
    Table table =
        new Table("arm", "version", "units", "calls", "success", "completeness", "latency", "cost");
    for (JsonNode arm : analysis.path("variants")) {
      table.row(
          arm.path("name"),
          arm.path("version"),
          Figures.count(arm.path("units")),
          Figures.count(arm.path("calls")),
          Figures.percent(arm.path("success_rate")),
          Figures.percent(arm.path("completeness")),
          Figures.millis(arm.path("latency_ms")),
          Figures.dollars(arm.path("cost_usd")));
    }
    return table;
  }

  /** Whether the data can be trusted. */
  private static String checks(JsonNode analysis) {
    JsonNode ratio = analysis.path("srm");
    JsonNode exposure = analysis.path("exposure");
    List<String> uncounted = new ArrayList<>();
    exposure
        .path("uncounted_calls")
        .properties()
        .forEach(entry -> uncounted.add(Figures.count(entry.getValue()) + " " + entry.getKey()));
    Facts facts =
        new Facts()
            .add(
                "sample ratio",
                "%s (p = %s)"
                    .formatted(
                        ratio.path("ok").asBoolean(true) ? "as planned" : "NOT as planned",
                        Table.text(Figures.probability(ratio.path("p_value")))))
            .add("uncounted", String.join(", ", uncounted));
    ratio
        .path("suspicious_groups")
        .forEach(group ->
            facts.add(
                "shares off in " + group.path("dimension").asString(""),
                "%s (p = %s)%s"
                    .formatted(
                        group.path("group").asString("(none)"),
                        Table.text(Figures.probability(group.path("adjusted_p_value"))),
                        group.path("explains").asBoolean(false)
                            ? ", and the rest fits without it"
                            : "")));
    if (exposure.path("units_in_several_variants").asLong(0) > 0) {
      facts.add("in several arms", Figures.count(exposure.path("units_in_several_variants")));
    }
    return facts.toString();
  }

  private static String verdict(JsonNode experiment, JsonNode verdict, Terminal terminal) {
    String word = verdict.path("decision").asString("");
    String status = experiment.path("status").asString("");
    StringBuilder text = new StringBuilder("\nverdict: ");
    text.append(colour(word, terminal)).append(", ").append(meaning(word, verdict)).append('\n');
    for (JsonNode reason : verdict.path("reasons")) {
      text.append("  - ").append(Table.text(reason)).append('\n');
    }
    String next = next(word, status);
    if (!next.isEmpty()) {
      String name = ExperimentViews.quoted(experiment.path("name").asString(""));
      text.append("next: ratchet experiment %s %s\n".formatted(next, name));
    }
    return text.toString();
  }

  private static String colour(String word, Terminal terminal) {
    return switch (word) {
      case "PROMOTE" -> Colour.ADDED.on(terminal, word);
      case "ROLLBACK", "INVALID" -> Colour.FAULT.on(terminal, word);
      case String _ -> word;
    };
  }

  private static String meaning(String word, JsonNode verdict) {
    return switch (word) {
      case "PROMOTE" ->
          Table.text(verdict.path("winner")) + " is proven better, within every guardrail";
      case "ROLLBACK" -> "what is tried is proven worse, or harmful";
      case "CONTINUE" -> "the data do not suffice yet";
      case "INCONCLUSIVE" -> "it is over and the data did not suffice";
      case "INVALID" -> "the data cannot be trusted, whatever they say";
      case String _ -> "unknown to this version of ratchet";
    };
  }

  /** The move that the verdict asks for, where the state allows it. */
  private static String next(String word, String status) {
    return switch (status) {
      case "DRAFT" -> "start";
      case "RUNNING", "PAUSED", "COMPLETED" ->
          switch (word) {
            case "PROMOTE" -> "promote";
            case "ROLLBACK" -> "rollback";
            case String _ -> status.equals("PAUSED") ? "resume" : "";
          };
      case String _ -> "";
    };
  }

  /**
   * The answer of {@code /api/experiments/NAME/analysis}.
   *
   * @param experiment its plan
   */
  static String analysis(JsonNode analysis, JsonNode experiment, Terminal terminal) {
    Table always = new Table("arm", "metric", "goal", "change", "interval", "level", "p", "state");
    Table fixed =
        new Table("arm", "metric", "units", "control", "arm's", "change", "interval", "p");
    Set<String> notes = new TreeSet<>();
    Set<String> tests = new TreeSet<>();
    for (JsonNode node : analysis.path("metrics")) {
      MetricText metric = text(node, experiment);
      always.row(
          node.path("variant"),
          metric.name(),
          metric.goal(),
          metric.change(),
          metric.decidingBounds(),
          Figures.percent(node.path("always_valid_level")),
          Figures.probability(node.path("always_valid_p_value")),
          metric.state());
      fixed.row(
          node.path("variant"),
          metric.name(),
          beside(node.path("treatment_units"), node.path("control_units")),
          metric.value("control_mean"),
          metric.value("treatment_mean"),
          metric.effectText(),
          metric.bounds("interval"),
          Figures.probability(node.path("p_value")));
      tests.add(Table.text(node.path("test")));
      if (node.path("note").isString()) {
        notes.add(metric.name() + ": " + node.path("note").stringValue());
      }
    }
    StringBuilder text = new StringBuilder(head(experiment)).append('\n').append(arms(analysis));
    text.append("\nvalid at every look; these decide, a guardrail by one-sided bounds of its own\n")
        .append(always);
    notes.forEach(note -> text.append("  ").append(note).append('\n'));
    return text.append(ReportViews.beliefs(analysis, experiment))
        .append("\nfixed horizon, for one look at a planned end; these decide nothing\n")
        .append(fixed)
        .append(String.join("; ", tests))
        .append('\n')
        .append(ReportViews.adjusted(analysis, experiment))
        .append(ReportViews.allocations(analysis))
        .append('\n')
        .append(checks(analysis))
        .append(verdict(experiment, analysis.path("verdict"), terminal))
        .append(needed(analysis.path("verdict")))
        .toString();
  }

  /** How many units an arm has, and how many the control. */
  static @Nullable String beside(JsonNode arm, JsonNode control) {
    String own = Figures.count(arm);
    String other = Figures.count(control);
    return own == null && other == null
        ? null
        : "%s beside %s".formatted(own == null ? "0" : own, other == null ? "0" : other);
  }

  /** How much is missing, where that is in sight. */
  private static String needed(JsonNode verdict) {
    String units = Figures.count(verdict.path("units_needed"));
    if (units == null) {
      return "";
    }
    String days = Figures.decimal(verdict.path("days_needed"), 1);
    return "needed: about %s units more%s\n"
        .formatted(units, days == null ? "" : ", " + days + " days at the present traffic");
  }

  /**
   * Parts of the analysis instead of all of it.
   *
   * @param dimension by what the goals are broken down; null for not at all
   */
  static String parts(
      JsonNode analysis, JsonNode experiment, @Nullable String dimension, boolean timeline) {
    List<String> parts = new ArrayList<>(List.of(head(experiment)));
    if (dimension != null) {
      parts.add(ReportViews.breakdown(analysis, experiment, dimension));
    }
    if (timeline) {
      parts.add(ReportViews.timeline(analysis));
    }
    return String.join("\n", parts);
  }
}
