// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.base.Failure;
import io.ratchet.config.CallsConfig;
import io.ratchet.config.Config;
import io.ratchet.storage.Database;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
final class IngesterTest {
  private final Engine engine;
  private final Database database;
  private final Path folder = Databases.temporaryFolder();
  private final Random chance = new Random(11);

  IngesterTest(Engine engine) {
    this.engine = engine;
    this.database = Databases.open(engine);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static CallsConfig patience(Duration duplicateWait, Duration catchUpWait) {
    CallsConfig usual = Config.standard().calls();
    return new CallsConfig(
        usual.storeBodies(),
        usual.bodyRetention(),
        usual.retention(),
        usual.minuteRetention(),
        usual.tagDimension(),
        usual.minSamples(),
        duplicateWait,
        catchUpWait,
        usual.spool());
  }

  /**
   * The process dies, the database goes away in the middle of transactions, callers send records
   * again: each call still counts once, the first record of its id.
   */
  @Test
  void everyCallCountsOnceHoweverOftenTheWayIsCut() {
    Map<String, Call> sent = new LinkedHashMap<>();
    for (int life = 0; life < 8; life++) {
      Room room =
          new Room(
              database,
              folder,
              patience(Duration.ofMillis(1), Duration.ofSeconds(30)),
              (handle, _) -> {
                int fate = chance.nextInt(6);
                if (fate == 0) {
                  throw Failure.unavailable("gone", "wait", null);
                }
                if (fate == 1 && engine == Engine.POSTGRESQL) {
                  handle.execute("SELECT pg_terminate_backend(pg_backend_pid())");
                }
              });
      if (life % 2 == 0) {
        room.start();
      }
      for (int i = 0; i < 15; i++) {
        List<Call> batch = new ArrayList<>();
        for (int j = chance.nextInt(30); j >= 0; j--) {
          Call call = Examples.random("call-" + chance.nextInt(1_500), chance);
          sent.putIfAbsent(call.id(), call);
          batch.add(call);
        }
        room.calls.accept(batch);
      }
      if (life % 2 == 1) {
        room.start();
      }
      room.stop();
    }
    Room last = new Room(database, folder, Config.standard().calls()).start();

    Room undisturbed = new Room(engine).start();
    sent.values().forEach(undisturbed::record);
    assertThat(last.windowRows()).isEqualTo(undisturbed.windowRows());
    assertThat(last.count("call")).isEqualTo(sent.size());
    assertThat(last.count("call_rejected")).isZero();
    last.stop();
    undisturbed.close();
  }

  @Test
  void windowsDoNotDependOnHowCallsWereCutIntoBatches() {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      calls.add(Examples.random("call-" + i, chance));
    }
    Room together = new Room(engine).start();
    together.calls.accept(calls);
    Room apart = new Room(database, folder, Config.standard().calls()).start();
    for (int from = 0; from < calls.size(); ) {
      int to = Math.min(calls.size(), from + 1 + chance.nextInt(40));
      apart.calls.accept(calls.subList(from, to));
      from = to;
    }

    assertThat(apart.windowRows()).isEqualTo(together.windowRows());
    apart.stop();
    together.close();
  }

  @Test
  void whatCannotBeReadIsSetAsideAndTheRestGoesOn() {
    Room room = new Room(database, folder, Config.standard().calls());
    room.spool.append((byte) 9, new byte[] {1, 2, 3});
    room.spool.append(Calls.CALL, new byte[] {77});
    room.spool.append(Calls.CALL, new byte[] {});
    byte[] cut = CallCodec.encode(Examples.success("cut", Examples.V1), 0);
    room.spool.append(Calls.CALL, Arrays.copyOf(cut, cut.length / 2));
    room.record(Examples.success("whole", Examples.V1));

    room.start();

    assertThat(room.calls.find("whole")).isPresent();
    assertThat(room.calls.status().ingester().rejected()).isEqualTo(4);
    assertThat(room.count("call_rejected")).isEqualTo(4);
    room.stop();
  }

  @Test
  void theOneCallThatTheDatabaseRefusesIsSetAside() {
    database.change(handle ->
        handle.execute("CREATE UNIQUE INDEX one_unit ON call (unit) WHERE unit = 'poison'"));
    Room room = new Room(database, folder, Config.standard().calls());
    for (int i = 0; i < 50; i++) {
      Call call = Examples.random("call-" + i, chance);
      room.record(i % 20 == 10 ? withUnit(call, "poison") : call);
    }

    room.start();
    room.calls.catchUp();

    assertThat(room.count("call")).isEqualTo(49);
    assertThat(room.calls.status().ingester().rejected()).isEqualTo(1);
    assertThat(room.calls.find("call-30")).isEmpty();
    assertThat(room.calls.find("call-31")).isPresent();
    room.stop();
  }

  private static Call withUnit(Call call, String unit) {
    return new Call(
        call.id(),
        call.time(),
        call.subject(),
        call.experiment(),
        call.variant(),
        unit,
        call.outcome(),
        call.errorType(),
        call.status(),
        call.latencyMicros(),
        call.firstTokenMicros(),
        call.provider(),
        call.model(),
        call.tokens(),
        call.usageSource(),
        call.costNanos(),
        call.priceVersion(),
        call.completeness(),
        call.fieldsExtracted(),
        call.confidence(),
        call.prediction(),
        call.scores(),
        call.tags(),
        call.stages(),
        call.features(),
        call.traceId(),
        call.bodies());
  }

  @Test
  void acceptsWhileTheDatabaseIsAwayAndRefusesFiguresThatWouldBeWrong() {
    AtomicBoolean away = new AtomicBoolean(true);
    Room room =
        new Room(
                database,
                folder,
                patience(Duration.ofMillis(50), Duration.ofMillis(50)),
                (_, _) -> {
                  if (away.get()) {
                    throw Failure.unavailable("the database is away", "wait", null);
                  }
                })
            .start();

    Calls.Accepted accepted = room.calls.accept(List.of(Examples.success("a", Examples.V1)));

    assertThat(accepted).isEqualTo(new Calls.Accepted(1, null));
    assertThatThrownBy(room.calls::catchUp)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("1 recorded calls are not in the database yet");
    assertThat(room.calls.status().ingester().fault()).isEqualTo("the database is away");

    away.set(false);
    assertThat(room.ingester.awaitApplied(room.spool.end(), Duration.ofSeconds(20))).isTrue();
    assertThat(room.calls.find("a")).isPresent();
    assertThat(room.calls.status().ingester().fault()).isNull();
    assertThat(room.calls.status().spool().pendingEntries()).isZero();
    room.stop();
  }

  @Test
  void aBatchThatIsAppliedAlreadyIsNotAppliedAgain() {
    Room room = new Room(database, folder, Config.standard().calls());
    room.record(Examples.success("a", Examples.V1));
    Ingestion ingestion =
        new Ingestion(room.spool.node(), "persona", (_, _) -> {}, room.time, new BodyStore());
    Ingestion.Read read =
        new Ingestion.Read(
            List.of(CallCodec.decode(CallCodec.encode(Examples.success("a", Examples.V1), 0))),
            List.of(),
            List.of(),
            List.of());
    SpoolCursors.Position start =
        database.write(handle -> SpoolCursors.of(handle, room.spool.node()));
    database.write(handle -> ingestion.apply(handle, start.number(), read, start.position(), 99));

    assertThatThrownBy(() ->
            database.write(
                handle -> ingestion.apply(handle, start.number(), read, start.position(), 99)))
        .isInstanceOf(SpoolCursors.StaleCursorException.class);
    room.stop();
  }
}
