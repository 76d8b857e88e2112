// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import java.util.Optional;

/**
 * One import from where it is to its end: the steps in their order, each from its position, and at
 * last the comparison.
 */
final class ImportWork {
  private final Source source;
  private final Optional<FileSource> files;
  private final Target target;
  private final Ledger ledger;

  ImportWork(Source source, Optional<FileSource> files, Target target, Ledger ledger) {
    this.source = source;
    this.files = files;
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
    if (ledger.plan().dryRun()) {
      return new Comparison.Found(true, null);
    }
    Comparison.Found found =
        new Comparison(source, files, target, ledger).run(ledger.tally().refused());
    ledger.finish(Step.COMPARISON, "");
    return found;
  }

  private void lines(Kind kind, String after) {
    Shelf<?> shelf = Shelves.of(target, ledger.plan(), source, files).get(kind);
    new ShelfImport<>(shelf, source, ledger).lines(after);
  }

  private void take(Step step, String after) {
    switch (step) {
      case RUN_GROUPS -> new RunImport(source, target, ledger).groups();
      case RUNS -> new RunImport(source, target, ledger).runs(after);
      case FILES ->
          files.ifPresent(from -> new FileImport(source, from, target, ledger).files(after));
      case LOGGED_MODELS -> lines(Kind.LOGGED_MODELS, after);
      case TRACES -> lines(Kind.TRACES, after);
      case DATASETS -> lines(Kind.DATASETS, after);
      case RECORDS -> lines(Kind.RECORDS, after);
      case SCORERS -> lines(Kind.SCORERS, after);
      case ASSETS -> new AssetImport(source, target, ledger).assets(after);
      case COMPARISON -> {}
    }
  }
}
