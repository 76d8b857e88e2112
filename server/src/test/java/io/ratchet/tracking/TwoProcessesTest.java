// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Project;
import io.ratchet.journal.Journal;
import io.ratchet.storage.Database;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two processes on one PostgreSQL write to the same run: each has a writer of its own. */
final class TwoProcessesTest {
  private static final int CLIENTS = 40;
  private static final int POINTS = 20;

  private static Runs runs(Database database) {
    InstantSource time = InstantSource.system();
    Random chance = new Random(1);
    return new Runs(
        database,
        new Journal(database, time),
        new Ids(time, chance)::next,
        chance,
        time,
        TrackingConfig.USUAL);
  }

  private interface Task {
    void run(int number, Runs runs);
  }

  private static void together(List<Runs> processes, Task task) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        all.add(threads.submit(() -> task.run(number, processes.get(number % processes.size()))));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  @Test
  void theLatestValueIsRightAndNothingIsLost() throws Exception {
    String url = Databases.url(Engine.POSTGRESQL);
    try (Database first = Database.open(url);
        Database second = Database.open(url)) {
      List<Runs> processes = List.of(runs(first), runs(second));
      String run = started(processes.getFirst());
      together(
          processes,
          (number, runs) -> {
            for (int i = 0; i < POINTS; i++) {
              int step = (number * 7 + i * 11) % (CLIENTS * POINTS);
              Metric metric = Metric.of("m", number, 1_000 - step, step);
              runs.write(Write.metric(Project.DEFAULT, run, metric));
            }
          });
      List<Metric> latest = processes.getLast().find(run).orElseThrow().metrics();
      Points points =
          new Histories(second).page(Project.DEFAULT, run, "m", null, Histories.MOST_POINTS);
      assertThat(points.size()).isEqualTo(CLIENTS * POINTS);
      Metric greatest = null;
      for (int i = 0; i < points.size(); i++) {
        Metric point = Metric.of("m", points.value(i), points.time(i), points.step(i));
        greatest = greatest == null || point.isAfter(greatest) ? point : greatest;
      }
      assertThat(latest).containsExactly(greatest);
    }
  }

  private static String started(Runs runs) {
    return runs.create(NewRun.started(Project.DEFAULT, "0", null, "tests", List.of())).info().id();
  }

  @Test
  void ofRacingValuesOfAParameterOneWins() throws Exception {
    String url = Databases.url(Engine.POSTGRESQL);
    try (Database first = Database.open(url);
        Database second = Database.open(url)) {
      List<Runs> processes = List.of(runs(first), runs(second));
      String run = started(processes.getFirst());
      for (int round = 0; round < 10; round++) {
        String key = "p" + round;
        AtomicInteger won = new AtomicInteger();
        together(
            processes,
            (number, runs) -> {
              try {
                runs.write(Write.param(Project.DEFAULT, run, new Param(key, "" + number)));
                won.incrementAndGet();
              } catch (Failure e) {
                assertThat(e.message()).startsWith("Changing param values is not allowed.");
              }
            });
        assertThat(won).hasValue(1);
      }
      assertThat(processes.getFirst().find(run).orElseThrow().params()).hasSize(10);
    }
  }

  @Test
  void theServerCanMakeAWholeRunItself() {
    try (Database database = Database.open(Databases.url(Engine.SQLITE))) {
      Runs runs = runs(database);
      Run run =
          runs.create(
              new NewRun(
                  Project.DEFAULT,
                  null,
                  "0",
                  "trained",
                  "retrain",
                  RunStatus.FINISHED,
                  1L,
                  2L,
                  null,
                  List.of(Metric.of("loss", 2, 1, 1), Metric.of("loss", 1, 2, 2)),
                  List.of(new Param("depth", "6")),
                  List.of(new Tag("team", "a"))));
      assertThat(run.metrics()).containsExactly(Metric.of("loss", 1, 2, 2));
      assertThat(run.tags()).contains(new Tag(Tag.RUN_NAME, "trained"), new Tag("team", "a"));
      assertThat(runs.find(run.info().id())).contains(run);
      assertThat(runs.artifactRoot(run.info().id()))
          .hasValue("mlflow-artifacts:/0/" + run.info().id() + "/artifacts");
      assertThat(runs.artifactRoot("nope")).isEmpty();
    }
  }
}
