// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.routing.Criterion;
import io.ratchet.stats.Confidence;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment is about; fixed when it is created.
 *
 * @param kind prompt or model
 * @param variants the control first
 * @param segment who takes part: units that meet every criterion; empty for all
 * @param goals what decides; the primary metric first
 * @param targetUnits units each arm needs before a treatment may win
 * @param maxDays days after the start at which it ends by itself; null for never
 * @param allocation how the shares move
 * @param watch how long the winner is watched after its promotion; null for not at all
 * @param watches id of the experiment whose promotion this one watches over, null for none
 */
public record Plan(
    String kind,
    String asset,
    List<Variant> variants,
    List<Criterion> segment,
    List<Goal> goals,
    Confidence confidence,
    int targetUnits,
    @Nullable Integer maxDays,
    Allocation allocation,
    @Nullable Watch watch,
    @Nullable String watches,
    boolean autoPromote,
    boolean autoRollback) {

  /**
   * Keeps a promoted version beside the one it replaced.
   *
   * @param holdback share of the units that stay with the replaced version, in parts per million
   * @param days how long
   */
  public record Watch(int holdback, int days) {}

  public Plan {
    variants = List.copyOf(variants);
    segment = List.copyOf(segment);
    goals = List.copyOf(goals);
    if (variants.size() < 2 || goals.isEmpty()) {
      throw new IllegalArgumentException("no plan: " + variants + ", " + goals);
    }
  }

  /** The planned shares of the variants, as weights. */
  public List<Double> weights() {
    return variants.stream().map(variant -> (double) variant.parts()).toList();
  }

  public Variant control() {
    return variants.getFirst();
  }

  public List<Variant> treatments() {
    return variants.subList(1, variants.size());
  }

  public Optional<Variant> variant(String name) {
    return variants.stream().filter(variant -> variant.name().equals(name)).findFirst();
  }

  /** The arms as people write them, the control first: 80/20. */
  public String trafficAllocation() {
    return String.join(
        "/",
        variants.stream()
            .map(variant ->
                java.math.BigDecimal.valueOf(variant.parts(), 4)
                    .stripTrailingZeros()
                    .toPlainString())
            .toList());
  }
}
