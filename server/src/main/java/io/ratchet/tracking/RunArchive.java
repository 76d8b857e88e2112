// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Failure;
import io.ratchet.base.Project;
import io.ratchet.storage.Database;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Groups and runs as they are, in bulk: read out with all their points, and taken over from another
 * store with their ids and times. Taking the same over twice changes nothing; what was logged here
 * meanwhile stays.
 *
 * <p>Writing happens in a transaction of its caller, who has let {@link ArchivePolicy} look first.
 */
public final class RunArchive {
  private static final int POINTS = 10_000;

  private final Database database;

  public RunArchive(Database database) {
    this.database = database;
  }

  /** Takes points of runs one by one. */
  @FunctionalInterface
  public interface PointTaker {
    void take(String run, Metric point);
  }

  /** All groups of a project, by name. */
  public List<ArchivedGroup> groups(Project project) {
    return database.read(handle -> ArchiveStore.groups(handle, project));
  }

  /** Runs of a project by id, from the one after {@code after} on. */
  public List<ArchivedRun> runs(Project project, String after, int limit) {
    return database.read(
        handle -> complete(handle, ArchiveStore.runs(handle, project, after, limit)));
  }

  /** The runs of a project that have one of these ids. */
  public List<ArchivedRun> runs(Project project, Collection<String> ids) {
    return database.read(handle -> complete(handle, ArchiveStore.runs(handle, project, ids)));
  }

  private static List<ArchivedRun> complete(Handle handle, List<ArchiveStore.Numbered> found) {
    List<Long> numbers = found.stream().map(ArchiveStore.Numbered::number).toList();
    Map<Long, List<Param>> params = ParamStore.of(handle, numbers, List.of());
    Map<Long, List<Tag>> tags = TagStore.of(handle, numbers, List.of());
    Map<Long, Links> links = LinkStore.of(handle, numbers);
    return found.stream()
        .map(one ->
            one.run()
                .with(
                    params.getOrDefault(one.number(), List.of()),
                    tags.getOrDefault(one.number(), List.of()),
                    links.getOrDefault(one.number(), Links.NONE)))
        .toList();
  }

  /** Every point of runs, of any project; few of them are in memory at once. */
  public void points(Collection<String> runs, PointTaker taker) {
    for (ArchiveStore.Curve curve : database.read(handle -> ArchiveStore.curves(handle, runs))) {
      Metric last = null;
      do {
        Metric after = last;
        Points page =
            database.read(handle -> MetricStore.points(handle, curve.series(), after, POINTS));
        last = hand(page, curve, taker);
      } while (last != null);
    }
  }

  /** Hands points over; answers the last one where more may follow. */
  private static @Nullable Metric hand(Points page, ArchiveStore.Curve curve, PointTaker taker) {
    Metric last = null;
    for (int i = 0; i < page.size(); i++) {
      last = Metric.of(curve.key(), page.value(i), page.time(i), page.step(i));
      taker.take(curve.run(), last);
    }
    return page.size() < POINTS ? null : last;
  }

  /**
   * Takes a group over; where there is one of that name, only the tags that it does not have.
   *
   * @return whether it was not here before
   */
  public boolean add(Handle handle, Project project, ArchivedGroup group) {
    Optional<Long> made =
        RunGroupStore.insert(handle, project, group.name(), group.location(), group.createdAt());
    long id =
        made.orElseGet(() -> RunGroupStore.find(handle, project, group.name()).orElseThrow().id());
    if (made.isPresent()) {
      var _ = RunGroupStore.setDeleted(handle, id, group.deletedAt(), group.changedAt());
    }
    ArchiveStore.addTags(handle, id, group.tags());
    return made.isPresent();
  }

  /**
   * Takes runs over. One that is here keeps what it has, and gets what it lacks; it is over once
   * the other is.
   *
   * @return how many were not here before
   * @throws Failure CONFLICT where an id belongs to a run of another project
   */
  public int add(Handle handle, Project project, List<ArchivedRun> runs) {
    Map<String, RunGroup> groups = new LinkedHashMap<>();
    List<String> ids = runs.stream().map(ArchivedRun::id).toList();
    Map<String, RunStore.Place> present = RunStore.places(handle, ids);
    List<ArchiveStore.Taken> taken = new ArrayList<>();
    int added = 0;
    for (ArchivedRun run : runs) {
      RunStore.Place place = present.get(run.id());
      if (place == null) {
        RunGroup group =
            groups.computeIfAbsent(
                run.group(), name -> RunGroupStore.find(handle, project, name).orElseThrow());
        taken.add(new ArchiveStore.Taken(run, insert(handle, project, group, run)));
        added++;
      } else {
        requireSame(project, place);
        ArchiveStore.end(handle, place.number(), run);
        taken.add(new ArchiveStore.Taken(run, place));
      }
    }
    ArchiveStore.addParams(handle, taken);
    ArchiveStore.addRunTags(handle, taken);
    ArchiveStore.addLinks(handle, taken);
    return added;
  }

  /** Which of these ids belong to runs of other projects, and so cannot be taken over. */
  public List<String> taken(Project project, Collection<String> ids) {
    return database.read(handle ->
        RunStore.places(handle, ids).values().stream()
            .filter(place -> !place.project().equals(project.name()))
            .map(RunStore.Place::id)
            .toList());
  }

  /** Those of these ids that runs of a project have. */
  public Set<String> known(Project project, Collection<String> ids) {
    Set<String> known = new HashSet<>();
    for (RunStore.Place place : database.read(handle -> RunStore.places(handle, ids)).values()) {
      if (place.project().equals(project.name())) {
        known.add(place.id());
      }
    }
    return known;
  }

  private static RunStore.Place insert(
      Handle handle, Project project, RunGroup group, ArchivedRun run) {
    String artifacts =
        run.artifactUri() == null
            ? group.artifactLocation() + "/" + run.id() + "/artifacts"
            : run.artifactUri();
    RunInfo info =
        new RunInfo(
            0,
            run.id(),
            group.id(),
            run.name(),
            run.userId(),
            RunStatus.find(run.status()).orElseThrow(),
            run.startTime() == null ? 0 : run.startTime(),
            run.endTime(),
            artifacts,
            run.deletedAt() != null);
    long number = RunStore.insert(handle, info);
    if (run.deletedAt() != null) {
      var _ = RunStore.setDeleted(handle, number, run.deletedAt());
    }
    return new RunStore.Place(
        run.id(), number, group.id(), project.name(), run.deletedAt() != null);
  }

  private static void requireSame(Project project, RunStore.Place place) {
    if (!place.project().equals(project.name())) {
      throw Failure.conflict(
          "the run " + place.id() + " belongs to another project here",
          "import into that project, or leave the run out");
    }
  }

  /** Adds points to runs that are here; a point that is there already stays one point. */
  public void addPoints(Handle handle, Map<String, List<Metric>> points) {
    Map<String, RunStore.Place> places = RunStore.places(handle, points.keySet());
    MetricStore.Batch batch = new MetricStore.Batch();
    points.forEach((run, metrics) -> {
      RunStore.Place place = places.get(run);
      if (place == null) {
        throw new IllegalStateException("points of a run that is not here: " + run);
      }
      batch.add(place, metrics);
    });
    batch.store(handle, database.engine().rowsTogether());
  }
}
