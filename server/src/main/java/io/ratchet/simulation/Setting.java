// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Source;
import io.ratchet.verdict.Variant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One scenario, ready to be played any number of times by any number of threads.
 *
 * @param plan with the goals that decide
 * @param sources what is drawn of a unit, by key
 * @param metrics what is added up; the primary metric first
 * @param shifts what the truth does to each arm, the control first
 * @param looks after how many arrivals the rule is asked, rising; the last one is the end
 * @param unitsPerDay null where that is not known, which only plans whose shares stay can bear
 */
record Setting(
    Plan plan,
    Truth truth,
    Population population,
    List<String> sources,
    List<Metric> metrics,
    List<Map<String, Shift>> shifts,
    List<Integer> looks,
    @Nullable Double unitsPerDay) {

  static Setting of(
      Plan plan,
      Truth truth,
      Population population,
      List<Integer> looks,
      @Nullable Double unitsPerDay) {
    Plan deciding = Plans.deciding(plan);
    Set<String> sources = new LinkedHashSet<>();
    deciding.goals().stream()
        .flatMap(goal -> goal.metric().measure().sources().stream())
        .forEach(source -> sources.add(source.key()));
    Stream.of(Source.CALLS, Source.COST)
        .filter(source -> population.column(source).isPresent())
        .forEach(source -> sources.add(source.key()));
    Map<String, Shift> changed = truth.shifts(population);
    List<Map<String, Shift>> shifts = new ArrayList<>();
    shifts.add(Map.of());
    for (Variant treatment : plan.treatments()) {
      shifts.add(truth.isOf(treatment.name()) ? changed : Map.of());
    }
    return new Setting(
        deciding,
        truth,
        population,
        List.copyOf(sources),
        deciding.goals().stream().map(Goal::metric).distinct().toList(),
        shifts,
        looks,
        unitsPerDay);
  }

  /** Where a drawing has a source; below 0 where nothing is known of it. */
  int place(Source source) {
    return sources.indexOf(source.key());
  }
}
