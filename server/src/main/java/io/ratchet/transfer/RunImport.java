// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Project;
import io.ratchet.tracking.ArchivedGroup;
import io.ratchet.tracking.ArchivedRun;
import io.ratchet.tracking.Metric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Imports groups, and runs with their points. */
final class RunImport {
  private static final int GROUPS = 200;

  /** Most points of one transaction. */
  private static final int POINTS = 5_000;

  private final Source source;
  private final Target target;
  private final Ledger ledger;
  private final boolean hasFiles;

  RunImport(Source source, Target target, Ledger ledger) {
    this.source = source;
    this.target = target;
    this.ledger = ledger;
    this.hasFiles = ledger.plan().movesFiles();
  }

  private Admission admission() {
    return new Admission(hasFiles, ledger.tally()::refuse);
  }

  void groups() {
    Admission admission = admission();
    List<ArchivedGroup> all = source.groups();
    for (int from = 0; from < all.size(); from += GROUPS) {
      List<ArchivedGroup> some = new ArrayList<>();
      for (ArchivedGroup group : all.subList(from, Math.min(all.size(), from + GROUPS))) {
        ledger.tally().read(Counted.RUN_GROUPS, 1);
        ArchivedGroup admitted = admission.admit(group);
        if (admitted != null) {
          some.add(admitted);
        }
      }
      ledger.write(handle -> {
        Project project = ledger.plan().project();
        for (ArchivedGroup group : some) {
          boolean isNew = target.runs().add(handle, project, group);
          ledger.tally().added(Counted.RUN_GROUPS, isNew ? 1 : 0);
        }
      });
    }
  }

  /** Every run after a position. */
  void runs(String after) {
    Set<String> groups = new HashSet<>();
    target.runs().groups(ledger.plan().project()).forEach(group -> groups.add(group.name()));
    if (ledger.plan().dryRun()) {
      source.groups().forEach(group -> groups.add(group.name()));
    }
    String position = after;
    for (Source.RunPage page = source.runs(position);
        !page.runs().isEmpty();
        page = source.runs(position)) {
      new Page(page, groups).take();
      position = page.position();
    }
  }

  /** One page on its way here. */
  private final class Page {
    private final Source.RunPage page;
    private final Admission admission = admission();
    private final Set<String> admitted = new HashSet<>();
    private List<ArchivedRun> waiting = new ArrayList<>();
    private Map<String, List<Metric>> points = new HashMap<>();
    private int size;

    Page(Source.RunPage page, Set<String> groups) {
      this.page = page;
      List<String> ids = page.runs().stream().map(ArchivedRun::id).toList();
      Set<String> taken = new HashSet<>(target.runs().taken(ledger.plan().project(), ids));
      for (ArchivedRun run : page.runs()) {
        ledger.tally().read(Counted.RUNS, 1);
        if (taken.contains(run.id())) {
          ledger.tally().refuse("run " + run.id(), "its id is a run's of another project here");
          continue;
        }
        ArchivedRun passed = admission.admit(run);
        if (passed != null && !groups.contains(passed.group())) {
          ledger.tally().refuse("run " + run.id(), "its experiment was refused");
        } else if (passed != null && admitted.add(passed.id())) {
          waiting.add(passed);
          ledger.tally().read(Counted.INPUTS, passed.links().count());
        }
      }
    }

    void take() {
      page.points(this::take);
      ledger.finish(Step.RUNS, page.position(), this::write);
    }

    private void take(String run, Metric point) {
      ledger.tally().read(Counted.POINTS, 1);
      if (!admitted.contains(run) || !admission.admits(run, point)) {
        return;
      }
      points.computeIfAbsent(run, _ -> new ArrayList<>()).add(point);
      if (++size >= POINTS) {
        ledger.write(this::write);
        clear();
      }
    }

    private void write(Handle handle) {
      int added = target.runs().add(handle, ledger.plan().project(), waiting);
      ledger.tally().added(Counted.RUNS, added);
      if (!points.isEmpty()) {
        target.runs().addPoints(handle, points);
      }
    }

    private void clear() {
      waiting = new ArrayList<>();
      points = new HashMap<>();
      size = 0;
    }
  }
}
