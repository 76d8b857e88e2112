// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.catalog.ArchivedAsset;
import io.ratchet.catalog.ArchivedVersion;
import java.util.ArrayList;
import java.util.List;

/** Imports registered models and prompts with their versions, stages and aliases. */
final class AssetImport {
  private final Source source;
  private final Target target;
  private final Ledger ledger;
  private final Admission admission;

  AssetImport(Source source, Target target, Ledger ledger) {
    this.source = source;
    this.target = target;
    this.ledger = ledger;
    this.admission = new Admission(ledger.plan().movesFiles(), ledger.tally()::refuse);
  }

  /** Every asset after the one of that name. */
  void assets(String after) {
    String position = after;
    for (List<ArchivedAsset> page = source.assets(position);
        !page.isEmpty();
        page = source.assets(position)) {
      for (ArchivedAsset asset : page) {
        asset(asset);
        ledger.finish(Step.ASSETS, asset.name());
      }
      position = page.getLast().name();
    }
  }

  private void asset(ArchivedAsset asset) {
    String what = (asset.isPrompt() ? "prompt " : "model ") + Problem.shorten(asset.name());
    ledger.tally().read(Counted.ASSETS, 1);
    try {
      target.assets().check(asset, ledger.plan().project());
      if (!ledger.plan().dryRun()) {
        boolean isNew = target.assets().add(asset, ledger.plan().project(), ledger.actor());
        ledger.tally().added(Counted.ASSETS, isNew ? 1 : 0);
      }
    } catch (Failure e) {
      ledger.tally().refuse(what, e.message());
      return;
    }
    List<ArchivedVersion> moved = new ArrayList<>();
    long last = 0;
    for (List<ArchivedVersion> page = source.versions(asset, last);
        !page.isEmpty();
        page = source.versions(asset, last)) {
      versions(asset, what, page, moved);
      last = page.getLast().number();
      ledger.check();
    }
    if (!ledger.plan().dryRun()) {
      target
          .assets()
          .settle(
              asset,
              moved,
              ledger.actor(),
              (part, reason) -> ledger.tally().note(what + ", " + part, reason));
    }
  }

  private void versions(
      ArchivedAsset asset, String what, List<ArchivedVersion> page, List<ArchivedVersion> moved) {
    ledger.tally().read(Counted.VERSIONS, page.size());
    List<ArchivedVersion> translated =
        page.stream().map(version -> admission.translate(version, target.roots())).toList();
    translated.stream().filter(version -> !version.stage().equals("None")).forEach(moved::add);
    if (!ledger.plan().dryRun()) {
      int added =
          target
              .assets()
              .add(
                  asset.name(),
                  translated,
                  ledger.actor(),
                  (number, reason) -> ledger.tally().refuse(what + ", version " + number, reason));
      ledger.tally().added(Counted.VERSIONS, added);
    }
  }
}
