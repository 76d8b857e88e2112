// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A rule that is to decide between two arms while units come in.
 *
 * @param promise the largest chance of a decision without a difference; above 1 for a rule that
 *     promises nothing when it is looked at all the time
 */
record Contender<W extends Walk>(String name, double promise, Supplier<Rule<W>> start) {
  /** Promises nothing. */
  static final double NOTHING = 2;

  /** Sees each unit come in, and says whether it decides now. */
  interface Rule<W extends Walk> {
    boolean decides(W walk);
  }

  static <W extends Walk> Contender<W> of(String name, double promise, Supplier<Rule<W>> start) {
    return new Contender<>(name, promise, start);
  }

  /** A rule that remembers nothing and is asked only when there is something to look at. */
  static <W extends Walk> Contender<W> looking(String name, double promise, Rule<W> rule) {
    return new Contender<>(name, promise, () -> walk -> walk.isLook() && rule.decides(walk));
  }

  /** How often each decides within so many units, all of them seeing the same. */
  static <W extends Walk> List<Tally> decisions(
      int runs,
      long seed,
      long units,
      Function<SplittableRandom, W> walks,
      List<Contender<W>> contenders) {
    List<List<Boolean>> all =
        Runs.of(runs, seed, chance -> run(chance, units, walks.apply(chance), contenders));
    List<Tally> tallies = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      int index = i;
      tallies.add(Tally.of(all, run -> run.get(index)));
    }
    return tallies;
  }

  private static <W extends Walk> List<Boolean> run(
      SplittableRandom chance, long units, W walk, List<Contender<W>> contenders) {
    List<Rule<W>> rules = contenders.stream().map(contender -> contender.start().get()).toList();
    List<Boolean> decided = new ArrayList<>(Collections.nCopies(rules.size(), false));
    for (long unit = 0; unit < units && decided.contains(false); unit++) {
      walk.step(chance);
      for (int i = 0; i < rules.size(); i++) {
        if (!decided.get(i) && rules.get(i).decides(walk)) {
          decided.set(i, true);
        }
      }
    }
    return decided;
  }

  /** The cells of a row, with a check of each promise. */
  static <W extends Walk> List<String> cells(
      Section.Builder section, String setting, List<Contender<W>> contenders, List<Tally> tallies) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      Contender<W> contender = contenders.get(i);
      Tally tally = tallies.get(i);
      cells.add(
          contender.promise() > 1
              ? tally.text()
              : section.atMost(contender.name() + ", " + setting, tally, contender.promise()));
    }
    return cells;
  }

  /** The columns of a table with a column for each rule. */
  static <W extends Walk> String[] columns(List<Contender<W>> contenders, String... before) {
    List<String> columns = new ArrayList<>(List.of(before));
    contenders.forEach(contender -> columns.add(contender.name()));
    return columns.toArray(String[]::new);
  }
}
