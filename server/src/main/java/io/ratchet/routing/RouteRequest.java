// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.base.Fields;
import io.ratchet.base.Problem;
import io.ratchet.registry.Semver;
import io.ratchet.routing.RouteChange.SegmentWeights;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A route as somebody wants it by hand.
 *
 * @param production null where it follows from the weights
 * @param revision the revision its sender has seen, null where that does not matter
 */
record RouteRequest(
    List<Weight> weights,
    List<SegmentWeights> segments,
    @Nullable String salt,
    @Nullable Semver production,
    @Nullable Long revision,
    String reason) {
  static final int REASON_LENGTH = 2_000;

  private static final int NAME_LENGTH = 128;
  private static final int VERSIONS = 100;
  private static final int SEGMENTS = 100;
  private static final BigDecimal MOST = BigDecimal.valueOf(Arm.BUCKETS);

  static RouteRequest read(JsonNode body) {
    List<Problem> problems = new ArrayList<>();
    Fields fields = Fields.of(body, "", problems);
    List<Weight> weights = weights(fields, "", problems);
    List<SegmentWeights> segments = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode element : fields.list("segments", SEGMENTS)) {
      String path = "segments[" + segments.size() + "]";
      SegmentWeights segment = segment(element, path, segments.size() + 1, problems);
      if (!names.add(segment.name())) {
        problems.add(Problem.of(path + ".name", "comes twice", segment.name()));
      }
      segments.add(segment);
    }
    String salt = fields.text("salt", NAME_LENGTH);
    Semver production = version(fields, "production_version");
    Long revision = fields.integer("revision", 1, Long.MAX_VALUE);
    String reason = fields.text("reason", REASON_LENGTH);
    fields.checkUnknown();
    Fields.refuse(problems);
    return new RouteRequest(
        weights, segments, salt, production, revision, reason == null ? "" : reason);
  }

  private static @Nullable Semver version(Fields fields, String name) {
    String text = fields.text(name, Semver.MAX_LENGTH);
    if (text == null) {
      return null;
    }
    Optional<Semver> version = Semver.find(text);
    if (version.isEmpty()) {
      fields.problem(name, "must be a semantic version such as v1.2.0", text);
    }
    return version.orElse(null);
  }

  private static List<Weight> weights(Fields parent, String path, List<Problem> problems) {
    List<JsonNode> elements = parent.list("versions", VERSIONS);
    int before = problems.size();
    List<Semver> versions = new ArrayList<>();
    List<BigDecimal> weights = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      Fields fields = Fields.of(elements.get(i), path + "versions[" + i + "]", problems);
      fields.requiredText("version", Semver.MAX_LENGTH);
      Semver version = version(fields, "version");
      BigDecimal weight = fields.decimal("weight", BigDecimal.ZERO, MOST);
      if (weight == null && !fields.has("weight") && elements.size() == 1) {
        weight = BigDecimal.ONE;
      } else if (weight == null && !fields.has("weight")) {
        fields.problem("weight", "is required", null);
      }
      fields.checkUnknown();
      if (version != null && versions.contains(version)) {
        fields.problem("version", "comes twice", version);
      }
      if (version != null && weight != null) {
        versions.add(version);
        weights.add(weight);
      }
    }
    if (elements.isEmpty() && problems.size() == before) {
      parent.problem("versions", "is required: which versions get traffic", null);
    }
    return problems.size() > before ? List.of() : weighted(parent, versions, weights);
  }

  private static List<Weight> weighted(
      Fields parent, List<Semver> versions, List<BigDecimal> weights) {
    Optional<List<Integer>> parts = SharePolicy.parts(weights);
    if (parts.isEmpty()) {
      BigDecimal sum = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      parent.problem("versions", "weights must sum to 1 (or 100)", sum.toPlainString());
      return List.of();
    }
    List<Weight> weighted = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      weighted.add(new Weight(versions.get(i), null, parts.get().get(i)));
    }
    return weighted;
  }

  private static SegmentWeights segment(
      JsonNode element, String path, int number, List<Problem> problems) {
    Fields fields = Fields.of(element, path, problems);
    String name = fields.text("name", NAME_LENGTH);
    List<Criterion> criteria = Criteria.read(fields, "criteria", path, problems);
    List<Weight> weights = weights(fields, path + ".", problems);
    fields.checkUnknown();
    return new SegmentWeights(name == null ? "segment " + number : name, criteria, weights);
  }
}
