// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import io.ratchet.base.Page;
import io.ratchet.call.Call;
import io.ratchet.call.CallFilter;
import io.ratchet.call.Calls;
import io.ratchet.registry.Prompts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Looks for the inputs of a replay among the recorded calls, from the newest on. */
final class InputFinder {
  private static final int PAGE = 200;

  private final Calls calls;
  private final int maxScanned;

  InputFinder(Calls calls, int maxScanned) {
    this.calls = calls;
    this.maxScanned = maxScanned;
  }

  /**
   * Calls that can be asked again.
   *
   * @param calls their ids
   * @param skipped those that cannot, by the reason
   */
  record Inputs(List<String> calls, int scanned, Map<String, Integer> skipped) {}

  /** Null where it was told to stop. */
  @Nullable Inputs find(Plan plan, InputPolicy policy, BooleanSupplier isOver) {
    List<String> found = new ArrayList<>();
    Map<String, Integer> skipped = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    int scanned = 0;
    String token = null;
    do {
      Page<Call> page = calls.list(filter(plan), PAGE, token);
      for (Call call : page.items()) {
        if (found.size() == plan.limit() || scanned == maxScanned) {
          return new Inputs(found, scanned, skipped);
        }
        if (isOver.getAsBoolean()) {
          return null;
        }
        scanned++;
        switch (of(call.id(), policy)) {
          case Found.Input input when seen.add(input.identity()) -> found.add(call.id());
          case Found.Input _ -> skipped.merge(Skip.SAME_INPUT.word(), 1, Integer::sum);
          case Found.Nothing(Skip reason) -> skipped.merge(reason.word(), 1, Integer::sum);
        }
      }
      token = page.nextPageToken();
    } while (token != null);
    return new Inputs(found, scanned, skipped);
  }

  /** What a recorded call is good for now. */
  Found of(String call, InputPolicy policy) {
    return calls
        .find(call)
        .map(shown -> policy.find(shown.call()))
        .orElseGet(() -> new Found.Nothing(Skip.NO_REQUEST_BODY));
  }

  private static CallFilter filter(Plan plan) {
    return new CallFilter(
        Prompts.KIND,
        plan.prompt(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Map.of(),
        plan.from(),
        plan.to(),
        null);
  }
}
