// SPDX-License-Identifier: Apache-2.0
package io.ratchet.monitor;

import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Problem;
import io.ratchet.call.Call;
import io.ratchet.journal.Journal;
import io.ratchet.storage.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The alerts: opened and closed by what is seen, acknowledged and resolved by people. */
public final class Alerts {
  private static final String ACTOR = "monitor";

  private final Database database;
  private final Journal journal;
  private final InstantSource time;
  private final Ids ids;

  public Alerts(Database database, Journal journal, InstantSource time, Ids ids) {
    this.database = database;
    this.journal = journal;
    this.time = time;
    this.ids = ids;
  }

  List<Alert> list(String status, String asset, int limit) {
    return database.read(handle -> AlertStore.list(handle, status, asset, limit));
  }

  List<Alert> present() {
    return database.read(AlertStore::present);
  }

  Map<Alert.Level, Long> counts(@Nullable String asset, Instant since) {
    return database.read(handle -> AlertStore.counts(handle, asset, since));
  }

  /** Brings the alerts of a version to what there should be. */
  void reconcile(Call.Subject version, List<Alert.Wanted> wanted) {
    if (!differs(present(), version, wanted)) {
      return;
    }
    database.change(handle -> {
      lock(handle);
      List<Alert> present = AlertStore.present(handle);
      for (Alert.Wanted one : wanted) {
        Alert known = find(present, version, one.type());
        if (known == null) {
          keep(
              handle,
              "alert.opened",
              Alert.opened(ids.next(), version, one, time.instant()),
              ACTOR);
        } else if (known.level() != one.level()) {
          keep(
              handle,
              "alert.changed",
              known.at(one.level(), one.evidence(), time.instant()),
              ACTOR);
        }
      }
      for (Alert alert : present) {
        if (alert.version().equals(version) && !isWanted(wanted, alert)) {
          Alert over = alert.resolved(ACTOR, null, true, time.instant());
          if (alert.status() == Alert.Status.RESOLVED) {
            AlertStore.keep(handle, over);
          } else {
            keep(handle, "alert.resolved", over, ACTOR);
          }
        }
      }
    });
  }

  /** One at a time, whatever the engine. */
  private static void lock(Handle handle) {
    handle.execute("UPDATE watch_cursor SET call = call WHERE id = 2");
  }

  private static boolean differs(
      List<Alert> present, Call.Subject version, List<Alert.Wanted> wanted) {
    boolean news =
        wanted.stream()
            .anyMatch(one -> {
              Alert known = find(present, version, one.type());
              return known == null || known.level() != one.level();
            });
    return news
        || present.stream()
            .anyMatch(alert -> alert.version().equals(version) && !isWanted(wanted, alert));
  }

  private static boolean isWanted(List<Alert.Wanted> wanted, Alert alert) {
    return alert.type() == Alert.Type.REPORTED
        || wanted.stream().anyMatch(one -> one.type() == alert.type());
  }

  private static @Nullable Alert find(List<Alert> present, Call.Subject version, Alert.Type type) {
    return present.stream()
        .filter(alert -> alert.version().equals(version) && alert.type() == type)
        .findFirst()
        .orElse(null);
  }

  private void keep(Handle handle, String type, Alert alert, String actor) {
    AlertStore.keep(handle, alert);
    journal.append(
        handle, type, alert.version().kind(), alert.version().asset(), actor, alert.json());
  }

  /** Opens what somebody else saw. */
  Alert report(
      @Nullable String id,
      Call.Subject version,
      Alert.Level level,
      ObjectNode evidence,
      String actor) {
    return database.write(handle -> {
      lock(handle);
      Alert alert =
          Alert.opened(
              id == null ? ids.next() : id,
              version,
              new Alert.Wanted(Alert.Type.REPORTED, level, evidence),
              time.instant());
      boolean known =
          AlertStore.find(handle, alert.id()).isPresent()
              || find(AlertStore.present(handle), version, Alert.Type.REPORTED) != null;
      if (known) {
        throw Failure.conflict(
            "the alert %s is known, or another report of %s %s is open"
                .formatted(
                    Problem.shorten(alert.id()),
                    Problem.shorten(version.asset()),
                    version.version()),
            "look at GET /api/alerts?status=open");
      }
      keep(handle, "alert.opened", alert, actor);
      return alert;
    });
  }

  /** Notes that somebody looks after it. */
  Alert acknowledge(String id, @Nullable String note, String actor) {
    return change(
        id, "alert.acknowledged", alert -> alert.acknowledged(actor, note, time.instant()), actor);
  }

  /** Closes it; it is not opened again while what it is about goes on and gets no worse. */
  Alert resolve(String id, @Nullable String note, String actor) {
    return change(
        id,
        "alert.resolved",
        alert -> {
          boolean past = alert.past() || alert.type() == Alert.Type.REPORTED;
          return alert.resolved(actor, note, past, time.instant());
        },
        actor);
  }

  private Alert change(String id, String type, UnaryOperator<Alert> move, String actor) {
    return database.write(handle -> {
      lock(handle);
      Alert alert =
          AlertStore.find(handle, id)
              .orElseThrow(() ->
                  Failure.missing(
                      "there is no alert " + Problem.shorten(id),
                      "list them with GET /api/alerts"));
      if (alert.status() == Alert.Status.RESOLVED) {
        throw Failure.conflict(
            "the alert is resolved since " + alert.resolvedAt(), "nothing is left to do");
      }
      Alert changed = move.apply(alert);
      keep(handle, type, changed, actor);
      return changed;
    });
  }

  void sweep(Instant cutoff) {
    database.change(handle -> AlertStore.sweep(handle, cutoff));
  }
}
