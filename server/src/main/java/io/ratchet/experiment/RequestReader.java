// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Fields;
import io.ratchet.base.Problem;
import io.ratchet.experiment.SubjectReader.Subject;
import io.ratchet.registry.Semver;
import io.ratchet.routing.Criteria;
import io.ratchet.routing.Criterion;
import io.ratchet.routing.RoutesByKind;
import io.ratchet.stats.Confidence;
import io.ratchet.verdict.Allocation;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the request for an experiment, with the names that other tools use for the same things, and
 * names every fault at once.
 */
final class RequestReader {
  private static final int NAME_LENGTH = 128;
  private static final int TEXT_LENGTH = 4_000;
  private static final int MOST_UNITS = 1_000_000_000;
  private static final int MOST_DAYS = 3_650;
  private static final Pattern NAME = Pattern.compile("[^/?#%\\x00-\\x1f]+");

  private final Usual usual;
  private final List<Problem> problems;
  private final Fields in;

  /**
   * What holds where the request does not say.
   *
   * @param prompt the prompt that is meant
   * @param treatmentShare share of the units
   * @param alpha one minus the confidence level
   * @param routes what is live, by kind
   */
  record Usual(
      String prompt, double treatmentShare, int targetUnits, double alpha, RoutesByKind routes) {

    /** The version that an asset serves by default. */
    Optional<Semver> defaultVersion(String kind, String asset) {
      return routes.defaultVersion(kind, asset);
    }
  }

  private RequestReader(Fields in, List<Problem> problems, Usual usual) {
    this.usual = usual;
    this.problems = problems;
    this.in = in;
  }

  static ExperimentRequest read(JsonNode body, Usual usual) {
    List<Problem> problems = new ArrayList<>();
    return new RequestReader(Fields.of(body, "", problems), problems, usual).read();
  }

  /** The plan alone, of a request whose name and whose unknown fields are left to the caller. */
  static @Nullable Plan plan(Fields in, List<Problem> problems, Usual usual) {
    return new RequestReader(in, problems, usual).plan();
  }

  private ExperimentRequest read() {
    String name = name();
    String description = in.text("description", TEXT_LENGTH);
    Plan plan = plan();
    in.checkUnknown();
    Fields.refuse(problems);
    return new ExperimentRequest(
        name, description == null ? "" : description, Objects.requireNonNull(plan));
  }

  private @Nullable Plan plan() {
    Subject subject = SubjectReader.read(in, usual);
    List<Variant> variants = new VariantReader(in, problems, usual, subject).read();
    List<Criterion> segment = segment();
    List<Goal> goals = new GoalReader(in, problems).read();
    Confidence confidence = confidence();
    Long target = whole("target_sample_size", "min_samples_per_variant", 2, MOST_UNITS);
    Long days = whole("max_duration_days", "duration_days", 1, MOST_DAYS);
    Allocation allocation = AllocationReader.read(in, variants.size());
    Plan.Watch watch = AllocationReader.watch(in);
    boolean autoPromote = in.flag("auto_promote", false);
    boolean autoRollback = in.flag("auto_rollback", false);
    if (!problems.isEmpty()) {
      return null;
    }
    return new Plan(
        subject.kind(),
        subject.asset(),
        variants,
        segment,
        goals,
        confidence,
        target == null ? usual.targetUnits() : target.intValue(),
        days == null ? null : (Integer) days.intValue(),
        allocation,
        watch,
        null,
        autoPromote,
        autoRollback);
  }

  private String name() {
    String name = either("name", "experiment_name");
    if (name == null || name.isBlank()) {
      in.problem("name", "is required", null);
      return "";
    }
    if (!NAME.matcher(name).matches() || !name.equals(name.strip())) {
      in.problem("name", "must not hold / ? # % or control characters, nor outer spaces", name);
    }
    return name;
  }

  /** A text under its own name or another tool's. */
  private @Nullable String either(String name, String synonym) {
    String text = in.text(name, NAME_LENGTH);
    String other = in.text(synonym, NAME_LENGTH);
    if (text != null && other != null && !text.equals(other)) {
      in.problem(synonym, "says something else than " + name, other);
    }
    return text == null ? other : text;
  }

  private @Nullable Long whole(String name, String synonym, long min, long max) {
    Long number = in.integer(name, min, max);
    Long other = in.integer(synonym, min, max);
    if (number != null && other != null && !number.equals(other)) {
      in.problem(synonym, "says something else than " + name, other);
    }
    return number == null ? other : number;
  }

  private Confidence confidence() {
    Double level = in.number("confidence_level", 0.5, 0.999999);
    Double alpha = in.number("significance_level", 0.000001, 0.5);
    if (level != null && alpha != null && Math.abs(level + alpha - 1) > 1e-9) {
      in.problem("significance_level", "must be 1 - confidence_level", alpha);
    }
    double chosen = alpha == null ? usual.alpha() : alpha;
    return Confidence.of(level == null ? 1 - chosen : level);
  }

  private List<Criterion> segment() {
    String name = in.has("segment") ? "segment" : "segment_criteria";
    if (in.has("segment") && in.has("segment_criteria")) {
      in.problem("segment_criteria", "is another name of segment: send one of them", null);
    }
    return in.has(name) ? Criteria.read(in, name, "", problems) : List.of();
  }
}
