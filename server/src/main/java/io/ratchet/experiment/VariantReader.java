// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Fields;
import io.ratchet.base.Problem;
import io.ratchet.experiment.SubjectReader.Subject;
import io.ratchet.registry.Semver;
import io.ratchet.routing.SharePolicy;
import io.ratchet.verdict.Variant;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the arms of an experiment: two versions and their split, or a list of variants. */
final class VariantReader {
  private static final int NAME_LENGTH = 64;
  private static final int VARIANTS = 10;
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final Fields in;
  private final List<Problem> problems;
  private final RequestReader.Usual usual;
  private final Subject subject;

  VariantReader(Fields in, List<Problem> problems, RequestReader.Usual usual, Subject subject) {
    this.in = in;
    this.problems = problems;
    this.usual = usual;
    this.subject = subject;
  }

  List<Variant> read() {
    int before = problems.size();
    List<Named> named = in.has("variants") ? listed() : pair();
    List<BigDecimal> weights = weights(named);
    if (problems.size() > before) {
      return List.of();
    }
    Optional<List<Integer>> parts = SharePolicy.parts(weights);
    if (parts.isEmpty() || parts.get().stream().anyMatch(share -> share <= 0)) {
      in.problem("traffic_allocation", "shares must be above 0 and sum to 1 or 100", weights);
      return List.of();
    }
    List<Variant> variants = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      variants.add(new Variant(named.get(i).name(), named.get(i).version(), parts.get().get(i)));
    }
    return variants;
  }

  private record Named(String name, Semver version, @Nullable BigDecimal weight) {}

  private List<Named> pair() {
    Semver control = either("control_version", "model_a_version");
    Semver treatment = either("treatment_version", "model_b_version");
    if (control == null) {
      control = usual.defaultVersion(subject.kind(), subject.asset()).orElse(null);
    }
    if (control == null) {
      in.problem("control_version", "is required, since nothing of this is served yet", null);
    }
    if (treatment == null) {
      in.problem("treatment_version", "is required, or else variants", null);
    }
    if (control == null || treatment == null) {
      return List.of();
    }
    if (control.equals(treatment)) {
      in.problem("treatment_version", "must not be the control version", treatment);
    }
    return List.of(new Named("control", control, null), new Named("treatment", treatment, null));
  }

  private @Nullable Semver either(String name, String synonym) {
    Semver version = version(in, name);
    Semver other = version(in, synonym);
    if (version != null && other != null && !version.equals(other)) {
      in.problem(synonym, "says something else than " + name, other);
    }
    return version == null ? other : version;
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

  private List<Named> listed() {
    List<JsonNode> elements = in.list("variants", VARIANTS);
    if (elements.size() < 2) {
      in.problem("variants", "must name the control and at least one treatment", elements.size());
    }
    List<Named> named = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<Semver> versions = new HashSet<>();
    for (int i = 0; i < elements.size(); i++) {
      Fields fields = Fields.of(elements.get(i), "variants[" + i + "]", problems);
      String name = fields.text("name", NAME_LENGTH);
      fields.requiredText("version", Semver.MAX_LENGTH);
      Semver version = version(fields, "version");
      BigDecimal weight = fields.decimal("weight", BigDecimal.ZERO, MOST);
      fields.checkUnknown();
      String shown = name == null ? usualName(i) : name;
      if (!names.add(shown)) {
        fields.problem("name", "comes twice", shown);
      }
      if (version != null && !versions.add(version)) {
        fields.problem("version", "comes twice", version);
      }
      if (version != null) {
        named.add(new Named(shown, version, weight));
      }
    }
    for (String other :
        List.of("control_version", "treatment_version", "model_a_version", "model_b_version")) {
      if (in.has(other)) {
        in.problem(other, "goes without variants", null);
      }
    }
    return controlFirst(named);
  }

  private static String usualName(int index) {
    if (index == 0) {
      return "control";
    }
    return index == 1 ? "treatment" : "treatment_" + index;
  }

  private static List<Named> controlFirst(List<Named> named) {
    List<Named> ordered = new ArrayList<>(named);
    ordered.stream()
        .filter(one -> one.name().equals("control"))
        .findFirst()
        .ifPresent(control -> {
          ordered.remove(control);
          ordered.addFirst(control);
        });
    return ordered;
  }

  /** From the variants, the allocation, or the treatment's share; equal shares for many. */
  private List<BigDecimal> weights(List<Named> named) {
    String allocation = in.text("traffic_allocation", NAME_LENGTH);
    BigDecimal split = in.decimal("traffic_split", BigDecimal.ZERO, BigDecimal.ONE);
    BigDecimal percent = in.decimal("treatment_traffic_pct", BigDecimal.ZERO, HUNDRED);
    long weighted = named.stream().filter(one -> one.weight() != null).count();
    int given =
        (allocation == null ? 0 : 1)
            + (split == null ? 0 : 1)
            + (percent == null ? 0 : 1)
            + (weighted == 0 ? 0 : 1);
    if (given > 1) {
      in.problem(
          "traffic_allocation",
          "must come once: traffic_allocation, traffic_split, treatment_traffic_pct or weights",
          allocation);
      return List.of();
    }
    if (allocation != null) {
      return allocation(allocation, named.size());
    }
    if (weighted > 0) {
      return weighted(named, weighted);
    }
    if (named.size() > 2) {
      return named.stream().map(_ -> even(named.size())).toList();
    }
    BigDecimal share =
        percent != null
            ? percent.movePointLeft(2)
            : split != null ? split : BigDecimal.valueOf(usual.treatmentShare());
    return List.of(BigDecimal.ONE.subtract(share), share);
  }

  private static BigDecimal even(int arms) {
    return BigDecimal.ONE.divide(BigDecimal.valueOf(arms), 12, java.math.RoundingMode.HALF_UP);
  }

  private List<BigDecimal> weighted(List<Named> named, long weighted) {
    if (weighted < named.size()) {
      in.problem("variants", "must all have a weight, or none", weighted);
      return List.of();
    }
    return named.stream()
        .map(one -> one.weight() == null ? BigDecimal.ZERO : one.weight())
        .toList();
  }

  private List<BigDecimal> allocation(String text, int arms) {
    List<BigDecimal> weights = new ArrayList<>();
    for (String part : text.split("/", -1)) {
      if (!part.strip().matches("\\d{1,3}(\\.\\d{1,6})?")) {
        in.problem("traffic_allocation", "must be shares such as 50/50 or 80/20", text);
        return List.of();
      }
      weights.add(new BigDecimal(part.strip()));
    }
    if (arms > 0 && weights.size() != arms) {
      in.problem("traffic_allocation", "must have a share for each of " + arms + " arms", text);
      return List.of();
    }
    return weights;
  }
}
