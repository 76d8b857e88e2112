// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.catalog.ArchivedAsset;
import io.ratchet.catalog.ArchivedVersion;
import io.ratchet.tracking.ArchivedGroup;
import io.ratchet.tracking.ArchivedRun;
import io.ratchet.tracking.Param;
import io.ratchet.tracking.Tag;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads both sides again and compares them: what the source has and was admitted must be here, and
 * be the same. What is here besides does not matter, but for what belongs to a run of the source.
 */
final class Comparison {
  private static final int NAMED = 200;

  private final Source source;
  private final Optional<FileSource> files;
  private final Target target;
  private final Ledger ledger;
  private final Admission admission;
  private final Fingerprint there = new Fingerprint();
  private final Fingerprint here = new Fingerprint();
  private final Map<Counted, long[]> counts = new EnumMap<>(Counted.class);
  private final List<Tally.Told> differences = new ArrayList<>();
  private long differing;

  Comparison(Source source, Optional<FileSource> files, Target target, Ledger ledger) {
    this.source = source;
    this.files = files;
    this.target = target;
    this.ledger = ledger;
    // What is refused was named when it was imported.
    this.admission = new Admission(ledger.plan().movesFiles(), (_, _) -> {});
    for (Counted counted : Counted.values()) {
      counts.put(counted, new long[2]);
    }
  }

  private void count(Counted counted, long before, long now) {
    counts.computeIfPresent(counted, (_, both) -> new long[] {both[0] + before, both[1] + now});
  }

  private void differ(String what, String reason) {
    differing++;
    if (differences.size() < NAMED) {
      differences.add(new Tally.Told(what, reason));
    }
  }

  /** What was found. */
  record Found(boolean isSame, @Nullable ObjectNode json) {}

  Found run(Set<String> refused) {
    groups();
    runs();
    Shelves shelves = Shelves.of(target, ledger.plan(), source, files);
    for (Kind kind : Kind.values()) {
      compare(shelves.get(kind));
    }
    files.ifPresent(from -> files(from, refused));
    assets(refused);
    ObjectNode json = Json.object().put("same", differing == 0);
    ObjectNode counted = json.putObject("counts");
    counts.forEach(
        (kind, both) -> counted.putObject(kind.label()).put("there", both[0]).put("here", both[1]));
    json.putObject("fingerprint").put("there", there.hex()).put("here", here.hex());
    json.put("differing", differing);
    ArrayNode named = json.putArray("differences");
    differences.forEach(
        one -> named.addObject().put("what", one.what()).put("reason", one.reason()));
    return new Found(differing == 0, json);
  }

  private <T> void compare(Shelf<T> shelf) {
    ShelfComparison.Sums sums =
        new ShelfComparison.Sums() {
          @Override
          public void count(Counted counted, long before, long now) {
            Comparison.this.count(counted, before, now);
          }

          @Override
          public void there(ObjectNode line) {
            there.add(shelf.kind(), line);
          }

          @Override
          public void here(ObjectNode line) {
            here.add(shelf.kind(), line);
          }
        };
    new ShelfComparison<>(shelf, source, ledger, sums, this::differ).run();
  }

  private void groups() {
    Set<String> names = new HashSet<>();
    target.runs().groups(ledger.plan().project()).forEach(group -> names.add(group.name()));
    for (ArchivedGroup group : source.groups()) {
      ArchivedGroup admitted = admission.admit(group);
      if (admitted != null) {
        boolean isHere = names.contains(admitted.name());
        count(Counted.RUN_GROUPS, 1, isHere ? 1 : 0);
        if (!isHere) {
          differ("experiment " + Problem.shorten(admitted.name()), "it is not here");
        }
      }
    }
  }

  private void runs() {
    Set<String> groups = new HashSet<>();
    target.runs().groups(ledger.plan().project()).forEach(group -> groups.add(group.name()));
    String position = "";
    for (Source.RunPage page = source.runs(position);
        !page.runs().isEmpty();
        page = source.runs(position)) {
      page(page, groups);
      position = page.position();
      ledger.check();
    }
  }

  private void page(Source.RunPage page, Set<String> groups) {
    List<String> ids = page.runs().stream().map(ArchivedRun::id).toList();
    Set<String> taken = new HashSet<>(target.runs().taken(ledger.plan().project(), ids));
    Map<String, Sides> sides = new HashMap<>();
    for (ArchivedRun run : page.runs()) {
      ArchivedRun admitted = taken.contains(run.id()) ? null : admission.admit(run);
      if (admitted != null && groups.contains(admitted.group())) {
        sides.computeIfAbsent(admitted.id(), _ -> new Sides(admitted));
      }
    }
    page.points((run, point) -> {
      Sides both = sides.get(run);
      if (both != null && admission.admits(run, point)) {
        both.pointsThere.add(run, point);
      }
    });
    for (ArchivedRun run : target.runs().runs(ledger.plan().project(), sides.keySet())) {
      Sides both = sides.get(run.id());
      if (both != null) {
        both.now(run);
      }
    }
    target
        .runs()
        .points(
            sides.keySet(),
            (run, point) -> {
              Sides both = sides.get(run);
              if (both != null) {
                both.pointsHere.add(run, point);
              }
            });
    sides.values().forEach(this::close);
  }

  private void close(Sides both) {
    count(Counted.RUNS, 1, both.isHere ? 1 : 0);
    count(Counted.INPUTS, both.inputsThere, both.inputsHere);
    count(Counted.POINTS, both.pointsThere.count(), both.pointsHere.count());
    String reason = both.difference();
    if (!reason.isEmpty()) {
      differ("run " + both.id, reason);
    }
    there.add(both.there);
    there.add(both.pointsThere);
    here.add(both.here);
    here.add(both.pointsHere);
  }

  /** A run on both sides. */
  private static final class Sides {
    private final String id;
    private final Fingerprint there = new Fingerprint();
    private final Fingerprint here = new Fingerprint();
    private final Fingerprint pointsThere = new Fingerprint();
    private final Fingerprint pointsHere = new Fingerprint();
    private final int inputsThere;
    private int inputsHere;
    private boolean isHere;

    Sides(ArchivedRun run) {
      this.id = run.id();
      this.inputsThere = run.links().count();
      add(there, run);
    }

    void now(ArchivedRun run) {
      isHere = true;
      inputsHere = run.links().count();
      add(here, run);
    }

    private static void add(Fingerprint to, ArchivedRun run) {
      to.add(run);
      for (Param param : run.params()) {
        to.add("param", run.id(), param.key(), param.value());
      }
      for (Tag tag : run.tags()) {
        to.add("tag", run.id(), tag.key(), tag.value());
      }
      to.add(run.id(), run.links());
    }

    /** What is not the same; empty where all is. */
    String difference() {
      if (!isHere) {
        return "it is not here";
      }
      if (!pointsThere.hex().equals(pointsHere.hex())) {
        return "its points differ: %d there, %d here"
            .formatted(pointsThere.count(), pointsHere.count());
      }
      return there.hex().equals(here.hex())
          ? ""
          : "its facts, parameters, tags or inputs differ: %d there, %d here"
              .formatted(there.count(), here.count());
    }
  }

  private void files(FileSource from, Set<String> refused) {
    new FileImport(source, from, target, ledger)
        .compare((what, isHere) -> {
          if (!refused.contains(what)) {
            count(Counted.FILES, 1, isHere ? 1 : 0);
            if (!isHere) {
              differ(what, "it is not here, or of another size");
            }
          }
        });
  }

  private void assets(Set<String> refused) {
    String position = "";
    for (List<ArchivedAsset> page = source.assets(position);
        !page.isEmpty();
        page = source.assets(position)) {
      for (ArchivedAsset asset : page) {
        String what = (asset.isPrompt() ? "prompt " : "model ") + Problem.shorten(asset.name());
        if (!refused.contains(what)) {
          boolean isHere = target.assets().find(asset.name()).isPresent();
          count(Counted.ASSETS, 1, isHere ? 1 : 0);
          if (isHere) {
            versions(asset, what, refused);
          } else {
            differ(what, "it is not here");
          }
        }
      }
      position = page.getLast().name();
      ledger.check();
    }
  }

  private void versions(ArchivedAsset asset, String what, Set<String> refused) {
    Map<Long, ArchivedVersion> present = new HashMap<>();
    target.assets().versions(asset.name()).forEach(one -> present.put(one.number(), one));
    long last = 0;
    for (List<ArchivedVersion> page = source.versions(asset, last);
        !page.isEmpty();
        page = source.versions(asset, last)) {
      for (ArchivedVersion one : page) {
        String name = what + ", version " + one.number();
        if (!refused.contains(name)) {
          ArchivedVersion now = present.get(one.number());
          count(Counted.VERSIONS, 1, now == null ? 0 : 1);
          String reason =
              now == null
                  ? "it is not here"
                  : difference(admission.translate(one, target.roots()), now);
          if (!reason.isEmpty()) {
            differ(name, reason);
          } else if (now != null && now.createdAt() != one.createdAt()) {
            ledger.tally().note(name, "it was here before, under the same number");
          }
        }
      }
      last = page.getLast().number();
    }
  }

  /** Stages and aliases are decided here: where they differ is noted when they are imported. */
  private static String difference(ArchivedVersion before, ArchivedVersion now) {
    List<String> parts = new ArrayList<>();
    if (!before.source().equals(now.source())) {
      parts.add("source");
    }
    if (!before.run().equals(now.run())) {
      parts.add("run");
    }
    if (!before.description().equals(now.description())) {
      parts.add("description");
    }
    before
        .tags()
        .forEach((key, value) -> {
          if (!value.equals(now.tags().get(key))) {
            parts.add("tag " + Problem.shorten(key));
          }
        });
    return parts.isEmpty() ? "" : "these differ: " + String.join(", ", parts);
  }
}
