// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import io.ratchet.base.Fields;
import io.ratchet.base.Problem;
import io.ratchet.base.WellFormed;
import io.ratchet.registry.Semver;
import io.ratchet.routing.PromptReference;
import io.ratchet.stats.Confidence;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the request for a replay, and names every fault at once. */
final class PlanReader {
  private static final int NAME_LENGTH = 128;
  private static final int MODEL_LENGTH = 256;
  private static final int MONEY_PLACES = 9;
  private static final double USUAL_CONFIDENCE = 0.95;
  private static final BigDecimal LEAST_COST = new BigDecimal("0.000001");
  private static final Semver NONE = Semver.parse("0.0.0");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final ReplayLimits limits;
  private final String defaultPrompt;

  PlanReader(ReplayLimits limits, String defaultPrompt) {
    this.limits = limits;
    this.defaultPrompt = defaultPrompt;
  }

  /**
   * What was asked for.
   *
   * @param id null leaves that to us
   */
  record Wanted(@Nullable String id, Plan plan) {}

  Wanted read(JsonNode body, Instant now) {
    List<Problem> problems = new ArrayList<>();
    Fields in = Fields.of(body, "", problems);
    String id = in.text("id", NAME_LENGTH);
    if (id != null && !ID.matcher(id).matches()) {
      in.problem("id", "must be letters, digits, dots, dashes and underscores", id);
    }
    String prompt = in.text("prompt", NAME_LENGTH);
    Semver control = version(in, "control_version");
    Semver treatment = version(in, "treatment_version");
    Instant from = in.instant("from");
    Instant to = in.instant("to");
    if (from != null && to != null && !from.isBefore(to)) {
      in.problem("to", "must be later than from", to);
    }
    Long limit = in.integer("limit", 1, limits.maxPairs());
    BigDecimal cost = in.decimal("max_cost_usd", LEAST_COST, limits.maxCost());
    boolean allowUnpriced = in.flag("allow_unpriced", false);
    Long concurrency = in.integer("concurrency", 1, limits.maxConcurrency());
    Double confidence = in.number("confidence_level", 0.5, 0.999999);
    Plan plan =
        new Plan(
            prompt == null || prompt.isBlank() ? defaultPrompt : prompt,
            control,
            treatment,
            from,
            to == null ? now : to,
            limit == null ? limits.usualPairs() : limit.intValue(),
            model(in),
            nanos(cost == null ? limits.usualCost() : cost),
            allowUnpriced,
            concurrency == null ? limits.usualConcurrency() : concurrency.intValue(),
            Confidence.of(confidence == null ? USUAL_CONFIDENCE : confidence));
    in.finish();
    return new Wanted(id, plan);
  }

  private static Semver version(Fields in, String name) {
    String text = in.requiredText(name, Semver.MAX_LENGTH);
    Optional<Semver> version = Semver.find(text);
    if (version.isEmpty() && !text.isEmpty()) {
      in.problem(name, "must be a version such as v1.2.0", text);
    }
    return version.orElse(NONE);
  }

  private static @Nullable String model(Fields in) {
    String model = in.text("model", MODEL_LENGTH);
    if (model == null) {
      return null;
    }
    if (model.isBlank() || !WellFormed.is(model) || PromptReference.isOne(model)) {
      in.problem("model", "must be a provider's model such as openai/gpt-4o", model);
    }
    return model;
  }

  private static long nanos(BigDecimal usd) {
    return usd.movePointRight(MONEY_PLACES).setScale(0, RoundingMode.DOWN).longValueExact();
  }
}
