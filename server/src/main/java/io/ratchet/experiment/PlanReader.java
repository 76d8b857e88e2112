// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.config.AbTestingConfig;
import io.ratchet.registry.Semver;
import io.ratchet.routing.RoutesByKind;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Variant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a plan that nobody has created yet: the fields of a request for an experiment, of which the
 * name, and the version that is to be tried, may be missing.
 */
public final class PlanReader {
  private static final int NAME_LENGTH = 128;
  private static final int TEXT_LENGTH = 4_000;

  /** Stands for a version that is still to be written. */
  private static final Semver UNWRITTEN = Semver.parse("0.0.0-unwritten");

  private final RequestReader.Usual usual;

  /**
   * A reader with what holds where a request does not say.
   *
   * @param routes what is live, by kind
   */
  public PlanReader(AbTestingConfig usual, String defaultPrompt, RoutesByKind routes) {
    this.usual =
        new RequestReader.Usual(
            defaultPrompt,
            usual.defaultTrafficSplit(),
            usual.minSamplesPerVariant(),
            usual.significanceLevel(),
            routes);
  }

  /** The fields of a body, with a version in place of one that is still to be written. */
  public static Fields open(JsonNode body, List<Problem> problems) {
    boolean says =
        Stream.of("treatment_version", "model_b_version", "variants")
            .anyMatch(name -> !body.path(name).isMissingNode() && !body.path(name).isNull());
    if (says || !(body instanceof ObjectNode object)) {
      return Fields.of(body, "", problems);
    }
    ObjectNode named = Json.object().setAll(object);
    named.put("treatment_version", UNWRITTEN.toString());
    return Fields.of(named, "", problems);
  }

  /**
   * The plan.
   *
   * @return null where it is faulty, with the faults among the problems
   */
  public @Nullable Plan read(Fields in, List<Problem> problems) {
    var _ = in.text("name", NAME_LENGTH);
    var _ = in.text("experiment_name", NAME_LENGTH);
    var _ = in.text("description", TEXT_LENGTH);
    return RequestReader.plan(in, problems, usual);
  }

  /** The version of an arm as it is shown; null for one that is still to be written. */
  public static @Nullable String shown(Variant variant) {
    return variant.version().equals(UNWRITTEN) ? null : variant.version().toString();
  }
}
