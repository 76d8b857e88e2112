// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Project;
import io.ratchet.journal.Journal;
import io.ratchet.storage.Database;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import io.ratchet.tracking.Deletions.Candidate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is restored between being found and being taken stays whole. */
@ParameterizedClass
@EnumSource(Engine.class)
final class DeletionsTest {
  private static final InstantSource TIME = InstantSource.fixed(Instant.ofEpochSecond(1_000));
  private static final Doomed ALL = Doomed.all(Instant.ofEpochSecond(2_000));

  private final Database database;
  private final Runs runs;
  private final RunGroups groups;
  private final Deletions deletions;

  DeletionsTest(Engine engine) {
    database = Databases.open(engine);
    Journal journal = new Journal(database, TIME);
    Random chance = new Random(1);
    groups = new RunGroups(database, journal, TIME);
    runs =
        new Runs(
            database,
            journal,
            () -> new UUID(chance.nextLong(), chance.nextLong()).toString(),
            chance,
            TIME,
            TrackingConfig.USUAL);
    deletions = new Deletions(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private String run(String group) {
    return runs.create(
            new NewRun(
                Project.DEFAULT,
                null,
                group,
                "a",
                "me",
                RunStatus.RUNNING,
                1L,
                null,
                null,
                List.of(),
                List.of(new Param("p", "1")),
                List.of()))
        .info()
        .id();
  }

  private List<Candidate> found(DeletionStore.Kind kind) {
    return database.read(handle -> DeletionStore.candidates(handle, kind, ALL, -1, 10));
  }

  private List<String> taken(DeletionStore.Kind kind, List<Candidate> found) {
    return database.write(handle -> DeletionStore.take(handle, kind, ALL, found)).stream()
        .map(Candidate::id)
        .toList();
  }

  @Test
  void aRunThatIsRestoredInBetweenStays() {
    String restored = run("0");
    String gone = run("0");
    runs.setDeleted(Project.DEFAULT, restored, true, "me");
    runs.setDeleted(Project.DEFAULT, gone, true, "me");
    List<Candidate> found = found(DeletionStore.Kind.RUN);
    runs.setDeleted(Project.DEFAULT, restored, false, "me");

    assertThat(taken(DeletionStore.Kind.RUN, found)).containsExactly(gone);
    deletions.clear((_, _) -> {});
    assertThat(runs.get(Project.DEFAULT, restored).params()).containsExactly(new Param("p", "1"));
    assertThat(runs.find(gone)).isEmpty();
  }

  @Test
  void aGroupThatIsRestoredInBetweenStaysWithItsRuns() {
    String group = Long.toString(groups.getOrCreate(Project.DEFAULT, "g", "me").id());
    String run = run(group);
    groups.delete(Project.DEFAULT, group, "me");
    List<Candidate> foundGroups = found(DeletionStore.Kind.GROUP);
    List<Candidate> foundRuns = found(DeletionStore.Kind.RUN);
    assertThat(foundGroups).extracting(Candidate::id).containsExactly(group);
    groups.restore(Project.DEFAULT, group, "me");

    assertThat(taken(DeletionStore.Kind.GROUP, foundGroups)).isEmpty();
    assertThat(taken(DeletionStore.Kind.RUN, foundRuns)).isEmpty();
    assertThat(runs.get(Project.DEFAULT, run).info().isDeleted()).isFalse();
  }

  @Test
  void aGroupIsClearedOnceNothingOfItIsLeft() {
    long number = groups.getOrCreate(Project.DEFAULT, "g", "me").id();
    String run = run(Long.toString(number));
    groups.delete(Project.DEFAULT, Long.toString(number), "me");
    deletions.takeGroups(ALL, (_, _) -> {});

    database.change(handle -> deletions.clearGroup(handle, number));
    assertThat(deletions.goneGroups()).as("a run of it is there").containsExactly(number);
    deletions.takeRuns(ALL, (_, _) -> {});
    database.change(handle -> deletions.clearGroup(handle, number));
    assertThat(deletions.goneGroups()).isEmpty();
    assertThat(runs.find(run)).isEmpty();
  }
}
