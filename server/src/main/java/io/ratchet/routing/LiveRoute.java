// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.registry.Asset;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A route joined with the versions it names, so that resolving a unit is a hash and a look-up of an
 * answer made beforehand.
 *
 * @param asset the versions it was joined with
 * @param fallback the version that stands in for one that cannot be read
 * @param base an answer for each arm of the route
 * @param segments answers for each arm of each segment
 */
record LiveRoute<V extends Version>(
    Route route,
    Asset<V> asset,
    V fallback,
    long seed,
    List<Resolution<V>> base,
    List<List<Resolution<V>>> segments) {

  /**
   * Joins a route with its versions. Where one cannot be read, the last good one takes its place:
   * the production version, else the latest earlier one, else the highest there is.
   *
   * @param earlier former production versions, latest first
   * @return empty where the prompt has no readable version at all
   */
  static <V extends Version> Optional<LiveRoute<V>> join(
      Route route, Asset<V> asset, List<Semver> earlier) {
    return lastGood(route, asset, earlier)
        .map(good -> {
          List<List<Resolution<V>>> segments = new ArrayList<>();
          for (Segment segment : route.segments()) {
            String place = "the segment " + segment.name() + " of ";
            segments.add(answers(route, asset, segment.arms(), place, good));
          }
          return new LiveRoute<>(
              route,
              asset,
              good,
              Assignment.seed(route.salt()),
              answers(route, asset, route.arms(), "", good),
              List.copyOf(segments));
        });
  }

  private static <V extends Version> Optional<V> lastGood(
      Route route, Asset<V> asset, List<Semver> earlier) {
    List<Semver> candidates = new ArrayList<>();
    candidates.add(route.defaultVersion());
    candidates.addAll(earlier);
    candidates.addAll(route.versions());
    return candidates.stream()
        .flatMap(version -> asset.version(version).stream())
        .findFirst()
        .or(asset::highest)
        .map(Asset.Registered::version);
  }

  private static <V extends Version> List<Resolution<V>> answers(
      Route route, Asset<V> asset, List<Arm> arms, String place, V good) {
    String reason = place + "the route at revision " + route.revision();
    return arms.stream()
        .map(arm -> answer(route, asset, arm.version(), arm.variant(), reason, good))
        .toList();
  }

  /** The wanted version, or the good one in its place. */
  private static <V extends Version> Resolution<V> answer(
      Route route, Asset<V> asset, Semver wanted, @Nullable String variant, String reason, V good) {
    return asset
        .version(wanted)
        .map(found -> new Resolution<>(found.version(), route, variant, false, reason))
        .orElseGet(() -> {
          String why = "%s cannot be read, so %s answers".formatted(wanted, good.version());
          return new Resolution<>(good, route, variant, true, why);
        });
  }

  /** The production version, asked for by name. */
  Resolution<V> production(Semver production, String reason) {
    return answer(route, asset, production, null, reason, fallback);
  }

  Resolution<V> resolve(String unit, Map<String, ? extends @Nullable Object> attributes) {
    int bucket = Assignment.bucket(seed, unit);
    List<Segment> rules = route.segments();
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).holds(attributes)) {
        return segments.get(i).get(Assignment.arm(rules.get(i).arms(), bucket));
      }
    }
    return base.get(Assignment.arm(route.arms(), bucket));
  }

  /** The answer of an arm by its name, for whom these attributes are. */
  Optional<Resolution<V>> arm(String variant, Map<String, ? extends @Nullable Object> attributes) {
    List<Segment> rules = route.segments();
    List<Resolution<V>> answers = base;
    for (int i = rules.size() - 1; i >= 0; i--) {
      if (rules.get(i).holds(attributes)) {
        answers = segments.get(i);
      }
    }
    return answers.stream().filter(answer -> variant.equals(answer.variant())).findFirst();
  }

  /** The version that stands in, as it is shown. */
  String answering() {
    return fallback.version().toString();
  }
}
