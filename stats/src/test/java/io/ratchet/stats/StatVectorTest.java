// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.stats.fixed.NewcombeInterval;
import io.ratchet.stats.fixed.RelativeDifference;
import io.ratchet.stats.fixed.TwoProportionTest;
import io.ratchet.stats.fixed.WelchTest;
import io.ratchet.stats.fixed.WilsonInterval;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Holds the module against the golden numbers, each vector as a case of its own. */
class StatVectorTest {

  private static final Map<String, VectorRun.Method> BASIC =
      Map.ofEntries(
          Map.entry("proportion.ci.wilson", StatVectorTest::wilson),
          Map.entry("proportion.diff.newcombe", StatVectorTest::newcombe),
          Map.entry("proportion.z_test.pooled", StatVectorTest::twoProportions),
          Map.entry("welch_t.absolute", in -> absolute(in, Alternative.TWO_SIDED)),
          Map.entry("welch_t.absolute.pvalue", in -> absolute(in, Alternative.TWO_SIDED)),
          Map.entry("welch_t.one_sided_greater.absolute", in -> absolute(in, Alternative.GREATER)),
          Map.entry("welch_t.one_sided_lesser.absolute", in -> absolute(in, Alternative.LESS)),
          Map.entry("welch_t.relative", in -> relative(in, Alternative.TWO_SIDED)),
          Map.entry("welch_t.relative.proportion", in -> relative(in, Alternative.TWO_SIDED)),
          Map.entry("welch_t.one_sided_greater.relative", in -> relative(in, Alternative.GREATER)),
          Map.entry("welch_t.one_sided_lesser.relative", in -> relative(in, Alternative.LESS)),
          Map.entry("effect.relative.negative_baseline", StatVectorTest::lift),
          Map.entry("delta.variance.absolute", StatVectorTest::absoluteVariance),
          Map.entry("delta.variance.relative", StatVectorTest::relativeVariance),
          Map.entry("degenerate.zero_or_negative_variance", StatVectorTest::impossibleSums));

  private static final Map<String, VectorRun.Method> METHODS = new HashMap<>(BASIC);

  static {
    METHODS.putAll(SequentialVectors.METHODS);
    METHODS.putAll(BayesVectors.METHODS);
    METHODS.putAll(BanditVectors.METHODS);
    METHODS.putAll(FixedVectors.METHODS);
    METHODS.putAll(RankVectors.METHODS);
    METHODS.putAll(PlanningVectors.METHODS);
    METHODS.putAll(DriftVectors.METHODS);
    METHODS.putAll(StreamVectors.METHODS);
    METHODS.putAll(CountVectors.METHODS);
  }

  /** Methods of the file that the module does not have yet. */
  private static final Set<String> PENDING = Set.of();

  private static final VectorRun RUN = new VectorRun(METHODS, PENDING, NotShipped.METHODS.keySet());
  private static final List<Vector> SHIPPED =
      Stream.of("/vectors/stat_vectors.json", "/vectors/drift_vectors.json")
          .flatMap(name -> Vector.ofResource(name).stream())
          .toList();

  @TestFactory
  Stream<DynamicTest> agreesWithGoldenNumbers() {
    return RUN.tests(SHIPPED);
  }

  @TestFactory
  Stream<DynamicTest> agreesWithFurtherNumbers() {
    return RUN.tests(VectorRun.furtherVectors());
  }

  @Test
  void namesEveryMethodOfTheFileOnce() {
    Set<String> named = new HashSet<>(METHODS.keySet());
    named.addAll(PENDING);
    named.addAll(NotShipped.METHODS.keySet());
    assertThat(named)
        .hasSize(METHODS.size() + PENDING.size() + NotShipped.METHODS.size())
        .isEqualTo(SHIPPED.stream().map(Vector::method).collect(Collectors.toSet()));
  }

  @AfterAll
  static void printScore() {
    System.out.println(RUN.score());
  }

  private static Map<String, Object> wilson(JsonNode in) {
    return answer(WilsonInterval.of(proportion(in, "x", "n"), confidence(in)));
  }

  /** The file has the first arm minus the second. */
  private static Map<String, Object> newcombe(JsonNode in) {
    return answer(
        NewcombeInterval.of(
            proportion(in, "x2", "n2"), proportion(in, "x1", "n1"), confidence(in)));
  }

  private static Map<String, Object> twoProportions(JsonNode in) {
    return effect(
        TwoProportionTest.of(
            proportion(in, "x1", "n1"), proportion(in, "x2", "n2"), confidence(in)));
  }

  private static Map<String, Object> absolute(JsonNode in, Alternative alternative) {
    return effect(WelchTest.of(moments(in, "a"), moments(in, "b"), alternative, confidence(in)));
  }

  private static Map<String, Object> relative(JsonNode in, Alternative alternative) {
    return effect(
        RelativeDifference.of(moments(in, "a"), moments(in, "b"), alternative, confidence(in)));
  }

  private static Map<String, Object> lift(JsonNode in) {
    double control = in.required("mean_a").asDouble();
    return Map.of("relative", RelativeDifference.lift(control, in.required("mean_b").asDouble()));
  }

  private static Map<String, Object> absoluteVariance(JsonNode in) {
    return Map.of("variance", WelchTest.variance(spread(in, "_a"), spread(in, "_b")));
  }

  private static Map<String, Object> relativeVariance(JsonNode in) {
    return Map.of("variance", RelativeDifference.variance(spread(in, "_a"), spread(in, "_b")));
  }

  /** The peer answers impossible sums with a neutral result and an error flag; we refuse them. */
  private static Map<String, Object> impossibleSums(JsonNode in) {
    try {
      return absolute(in, Alternative.TWO_SIDED);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageStartingWith("no sample of 2 has sum 1396.87");
      return Map.of("expected", 0, "ci", List.of(0, 0), "pValue", 1, "error", true);
    }
  }

  private static Proportion proportion(JsonNode in, String successes, String trials) {
    return new Proportion(in.required(successes).asLong(), in.required(trials).asLong());
  }

  /** Sums of values, or of successes where the vector says that its variance is p(1-p). */
  static Moments moments(JsonNode in, String arm) {
    JsonNode sums = in.required(arm);
    long n = sums.required("n").asLong();
    double sum = sums.required("sum").asDouble();
    if (in.path("variance").asString("").equals("p(1-p)")) {
      return Moments.ofVariance(n, sum / n, sum / n * (1 - sum / n));
    }
    return Moments.ofSums(n, sum, sums.required("sum_squares").asDouble());
  }

  private static Moments spread(JsonNode in, String arm) {
    return Moments.ofVariance(
        in.required("n" + arm).asLong(),
        in.required("mean" + arm).asDouble(),
        in.required("var" + arm).asDouble());
  }

  static Confidence confidence(JsonNode in) {
    return Confidence.of(in.path("confidence").asDouble(1 - in.path("alpha").asDouble(0.05)));
  }

  private static Map<String, Object> answer(Result<Interval> interval) {
    return Map.of("ci", ends(interval.asOptional().orElseThrow()));
  }

  static Map<String, Object> effect(Result<Effect> result) {
    Effect effect = result.asOptional().orElseThrow();
    Map<String, Object> answer = new HashMap<>();
    answer.put("expected", effect.estimate());
    answer.put("ci", ends(effect.interval()));
    if (effect instanceof Effect.Estimated estimated) {
      answer.put("se", estimated.standardError());
      answer.put("pValue", estimated.pValue());
      answer.put("z", estimated.statistic());
    }
    return answer;
  }

  private static List<Double> ends(Interval interval) {
    return List.of(interval.lower(), interval.upper());
  }
}
