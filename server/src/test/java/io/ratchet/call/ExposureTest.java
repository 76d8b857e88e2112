// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Ticker;
import io.ratchet.config.CallsConfig;
import io.ratchet.config.Config;
import io.ratchet.spool.Spool;
import io.ratchet.spool.SpoolConfig;
import io.ratchet.storage.Database;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
final class ExposureTest {
  private static final CallsConfig CONFIG = Config.standard().calls();

  private final Engine engine;
  private final Database database;
  private final Path folder = Databases.temporaryFolder();
  private final Random chance = new Random(5);

  ExposureTest(Engine engine) {
    this.engine = engine;
    this.database = Databases.open(engine);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Exposure exposure(String unit, String variant, int millis) {
    return new Exposure(
        "exp-1",
        Units.hash(unit),
        variant,
        "v2.0.0",
        Room.NOW.plusMillis(millis),
        millis % 2 == 0 ? 7L : null,
        Exposure.Source.EVALUATION,
        "nurse",
        "android");
  }

  private static List<String> rows(Database database) {
    return database.read(handle ->
        handle
            .createQuery("SELECT * FROM exposure")
            .map((row, _) ->
                String.join(
                    "|",
                    row.getString("experiment"),
                    row.getString("unit"),
                    row.getString("variant"),
                    row.getString("version"),
                    Instant.ofEpochMilli(row.getLong("time")).toString(),
                    String.valueOf(row.getString("revision")),
                    row.getString("source"),
                    row.getString("segment"),
                    row.getString("client")))
            .list()
            .stream()
            .sorted()
            .toList());
  }

  @Test
  void theFirstSightOfAUnitInAnArmIsKept() {
    Room room = new Room(database, folder, CONFIG).start();
    Exposures exposures = new Exposures(room.spool, 100);

    List<Exposures.Recorded> recorded = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      recorded.add(exposures.record(exposure("ann", "control", i)));
    }
    exposures.record(exposure("ann", "treatment", 5));
    exposures.record(exposure("bob", "control", 1));
    room.calls.catchUp();

    assertThat(recorded).startsWith(Exposures.Recorded.WRITTEN, Exposures.Recorded.REPEATED);
    assertThat(exposures.status()).isEqualTo(new Exposures.Status(3, 999, 0, null));
    assertThat(room.calls.status().ingester().exposures()).isEqualTo(3);
    String ann = Units.hash("ann");
    assertThat(rows(database))
        .containsExactlyInAnyOrder(
            "exp-1|" + ann + "|control|v2.0.0|2026-11-21T08:30:30Z|7|evaluation|nurse|android",
            "exp-1|"
                + ann
                + "|treatment|v2.0.0|2026-11-21T08:30:30.005Z|null|evaluation|nurse|android",
            "exp-1|"
                + Units.hash("bob")
                + "|control|v2.0.0|2026-11-21T08:30:30.001Z|null|evaluation|nurse|android");
    room.stop();
  }

  /** Processes die, the database goes away in the middle, units come back: one row for each arm. */
  @Test
  void anExposureIsKeptOnceHoweverOftenTheWayIsCut() {
    Map<Exposure.Key, Exposure> first = new HashMap<>();
    for (int life = 0; life < 6; life++) {
      Room room =
          new Room(
              database,
              folder,
              CONFIG,
              (handle, _) -> {
                int fate = chance.nextInt(4);
                if (fate == 0) {
                  throw Failure.unavailable("gone", "wait", null);
                }
                if (fate == 1 && engine == Engine.POSTGRESQL) {
                  handle.execute("SELECT pg_terminate_backend(pg_backend_pid())");
                }
              });
      Exposures exposures = new Exposures(room.spool, 20);
      if (life % 2 == 0) {
        room.start();
      }
      for (int i = 0; i < 200; i++) {
        String variant = chance.nextInt(10) == 0 ? "treatment" : "control";
        Exposure one = exposure("unit-" + chance.nextInt(60), variant, 1_000 * life + i);
        first.putIfAbsent(one.key(), one);
        exposures.record(one);
        if (i % 40 == 0) {
          room.record(Examples.success("call-" + life + "-" + i, Examples.V1));
        }
      }
      if (life % 2 == 1) {
        room.start();
      }
      room.stop();
    }
    Room last = new Room(database, folder, CONFIG).start();
    last.calls.catchUp();
    List<String> kept = rows(database);

    try (Database undisturbed = Databases.open(engine)) {
      undisturbed.change(handle -> ExperimentCalls.expose(handle, List.copyOf(first.values())));
      assertThat(kept).isEqualTo(rows(undisturbed));
    }
    assertThat(last.count("call_rejected")).isZero();
    last.stop();
  }

  @Test
  void theFollowerOfCallsAddsOnlyUnitsThatWereNotSeenYet() {
    Room room = new Room(database, folder, CONFIG).start();
    new Exposures(room.spool, 100).record(exposure("ann", "control", 0));
    room.calls.catchUp();
    List<Exposure> served =
        List.of(
            exposure("bob", "control", 9),
            exposure("ann", "control", 10),
            exposure("bob", "control", 11));

    int added = database.write(handle -> ExperimentCalls.expose(handle, served));
    int again = database.write(handle -> ExperimentCalls.expose(handle, served));

    assertThat(added).isEqualTo(1);
    assertThat(again).isZero();
    assertThat(rows(database))
        .hasSize(2)
        .anySatisfy(row -> assertThat(row).contains(Units.hash("ann"), "08:30:30Z"))
        .anySatisfy(row -> assertThat(row).contains(Units.hash("bob"), "08:30:30.009Z"));
    room.stop();
  }

  @Test
  void theOneExposureThatTheDatabaseRefusesIsSetAside() {
    database.change(handle ->
        handle.execute("CREATE UNIQUE INDEX one_client ON exposure (client) WHERE client = 'odd'"));
    Room room = new Room(database, folder, CONFIG);
    Exposures exposures = new Exposures(room.spool, 100);
    for (int i = 0; i < 20; i++) {
      Exposure usual = exposure("unit-" + i, "control", i);
      exposures.record(i < 2 ? withClient(usual, "odd") : usual);
    }

    room.start();
    room.calls.catchUp();

    assertThat(room.count("exposure")).isEqualTo(19);
    assertThat(room.calls.status().ingester().rejected()).isEqualTo(1);
    room.stop();
  }

  private static Exposure withClient(Exposure exposure, String client) {
    return new Exposure(
        exposure.experiment(),
        exposure.unit(),
        exposure.variant(),
        exposure.version(),
        exposure.time(),
        exposure.revision(),
        exposure.source(),
        exposure.segment(),
        client);
  }

  @Test
  void labelsThatNoTableCouldShowAreUnknown() {
    Exposure usual = exposure("ann", "control", 0);

    assertThat(withClient(usual, "x".repeat(256)).client()).hasSize(256);
    assertThat(withClient(usual, "x".repeat(257)).client()).isEmpty();
    assertThat(withClient(usual, "a\0b").client()).isEmpty();
    assertThat(withClient(usual, "\ud800").client()).isEmpty();
  }

  @Test
  void aFullSpoolStopsNobodyAndIsSeenUntilThereIsRoomAgain() throws IOException {
    Ids ids = new Ids(InstantSource.fixed(Room.NOW), chance);
    SpoolConfig tiny = new SpoolConfig(1024, 1024, Duration.ofMillis(5), 1024);
    try (Spool spool =
        Spool.open(
            folder, tiny, ids::next, Ticker.system(), Thread.ofPlatform().daemon().factory())) {
      Exposures exposures = new Exposures(spool, 100);
      int unit = 0;
      while (exposures.record(exposure("unit-" + unit, "control", 0))
          == Exposures.Recorded.WRITTEN) {
        unit++;
      }
      String lost = "unit-" + unit;

      assertThat(exposures.status().lost()).isEqualTo(1);
      assertThat(exposures.record(exposure(lost, "control", 1))).isEqualTo(Exposures.Recorded.LOST);
      assertThatThrownBy(exposures::check)
          .isInstanceOf(Failure.class)
          .hasMessageContaining("2 exposures were lost: ");

      spool.release(spool.end());
      assertThat(exposures.record(exposure(lost, "control", 2)))
          .isEqualTo(Exposures.Recorded.WRITTEN);
      assertThatCode(exposures::check).doesNotThrowAnyException();
      assertThat(exposures.status().lost()).isEqualTo(2);
    }
  }

  @Test
  void remembersNoMoreThanItsBoundAndForgetsTheOldestFirst() {
    RecentSet<Integer> recent = new RecentSet<>(10);
    for (int i = 0; i < 100; i++) {
      recent.add(i);
      assertThat(recent.contains(0)).as("asked for again and again").isTrue();
    }

    assertThat(recent.contains(99)).isTrue();
    assertThat(recent.contains(50)).isFalse();
    long remembered = IntStream.range(0, 100).filter(i -> recent.contains(i)).count();
    assertThat(remembered).isBetween(5L, 10L);
  }
}
