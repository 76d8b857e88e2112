// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

/**
 * One import from where it is to its end: the steps in their order, each from its position, and at
 * last the comparison.
 */
final class ImportWork {
  private final Source source;
  private final Target target;
  private final Ledger ledger;

  ImportWork(Source source, Target target, Ledger ledger) {
    this.source = source;
    this.target = target;
    this.ledger = ledger;
  }

  /**
   * Does what is left.
   *
   * @return what the comparison found; a dry run compares nothing
   */
  Comparison.Found run(Step from, String position) {
    for (Step step : Step.values()) {
      if (step.compareTo(from) >= 0) {
        String after = step == from ? position : "";
        if (step != from) {
          ledger.finish(step, "");
        }
        take(step, after);
      }
    }
    return ledger.plan().dryRun()
        ? new Comparison.Found(true, null)
        : new Comparison(source, target, ledger).run(ledger.tally().refused());
  }

  private void take(Step step, String after) {
    switch (step) {
      case RUN_GROUPS -> new RunImport(source, target, ledger).groups();
      case RUNS -> new RunImport(source, target, ledger).runs(after);
      case FILES -> {}
      case ASSETS -> new AssetImport(source, target, ledger).assets(after);
      case COMPARISON -> {}
    }
  }
}
