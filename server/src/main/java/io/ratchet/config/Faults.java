// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The faults found so far, to be reported all at once in the order of the files. */
final class Faults {
  private static final int SHOWN = 50;
  private static final String HINT =
      "correct the places named; `ratchet config check` tries a configuration without starting";

  private final Set<Fault> faults = new LinkedHashSet<>();

  /** One fault: its place, what is wrong, and the value in a form that may be shown. */
  private record Fault(Origin origin, String message, @Nullable String value) {
    private Problem problem() {
      return Problem.of(origin.where(), message, value);
    }
  }

  void add(Origin origin, String message) {
    faults.add(new Fault(origin, message, null));
  }

  void add(Origin origin, String message, String value) {
    faults.add(new Fault(origin, message, value));
  }

  void addAll(Faults others) {
    faults.addAll(others.faults);
  }

  int count() {
    return faults.size();
  }

  /** Refuses with one line for each fault, unless there is none. */
  void refuse() {
    if (faults.isEmpty()) {
      return;
    }
    List<Problem> problems =
        faults.stream()
            .sorted(Comparator.comparing(Fault::origin, Origin.ORDER))
            .map(Fault::problem)
            .toList();
    List<String> lines = new ArrayList<>();
    problems.stream().limit(SHOWN).map(Problem::toString).forEach(lines::add);
    if (problems.size() > SHOWN) {
      lines.add("and " + (problems.size() - SHOWN) + " more");
    }
    throw new Failure(ErrorCode.INVALID, String.join("\n", lines), HINT, problems, null);
  }
}
