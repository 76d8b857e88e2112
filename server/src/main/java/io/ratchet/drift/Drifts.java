// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.call.Call;
import io.ratchet.call.Calls;
import io.ratchet.config.DriftConfig;
import io.ratchet.config.MonitoringConfig;
import io.ratchet.drift.WindowStore.Kept;
import io.ratchet.journal.Entry;
import io.ratchet.journal.Journal;
import io.ratchet.storage.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What is known about drift: reports, the latest scores, references, and the labels' errors. */
public final class Drifts {
  private static final int WINDOWS = 1_000;
  private static final int ENTRIES = 500;
  private static final int DUE = 200;
  private static final int LISTED = 1_000;

  private final Database database;
  private final Journal journal;
  private final Calls calls;
  private final DriftConfig config;
  private final MonitoringConfig windows;
  private final InstantSource time;
  private final Follower follower;
  private final Reports reports;
  private final Judge judge;

  /**
   * Wires them.
   *
   * @param known what is known of a version besides its calls
   * @param others who adds up the same calls
   */
  public Drifts(
      Database database,
      Journal journal,
      Calls calls,
      DriftConfig config,
      MonitoringConfig windows,
      InstantSource time,
      Function<Call.Subject, Known> known,
      List<CallWatcher> others) {
    this.database = database;
    this.journal = journal;
    this.calls = calls;
    this.config = config;
    this.windows = windows;
    this.time = time;
    this.follower = new Follower(database, config, windows, time, known, others);
    MeasurePolicy policy = new MeasurePolicy(config);
    this.judge = new Judge(journal, policy, config.baseline());
    this.reports = new Reports(config, windows, time, policy, judge);
  }

  /** The latest judgement of a version. */
  public record Score(
      Call.Subject version,
      Instant from,
      Instant to,
      long calls,
      @Nullable Double score,
      String severity,
      boolean isDrifted,
      String recommendation) {}

  /** Adds up every call and label that was acknowledged before. */
  public void catchUp() {
    calls.catchUp();
    follow();
  }

  void follow() {
    follower.follow();
  }

  /** Takes over what the journal says of promotions. */
  void followJournal() {
    List<Entry> entries;
    do {
      long after = database.read(WindowStore::cursor).journal();
      entries = journal.after(after, ENTRIES);
      List<Entry> read = entries;
      if (!read.isEmpty()) {
        database.change(handle -> rebase(handle, after, read));
      }
    } while (entries.size() == ENTRIES);
  }

  private void rebase(Handle handle, long after, List<Entry> entries) {
    WindowStore.Cursor cursor = WindowStore.lock(handle);
    if (cursor.journal() != after) {
      return; // another process has taken them over
    }
    for (Entry entry : entries) {
      boolean promoted =
          entry.type().equals("version.staged")
              && entry.detail().path("to").asString("").equals("production");
      if (promoted) {
        String version = entry.detail().path("version").asString("");
        rebase(handle, new Call.Subject(entry.kind(), entry.asset(), version));
      }
    }
    WindowStore.advance(
        handle, new WindowStore.Cursor(cursor.call(), entries.getLast().sequence()));
  }

  /** A reference that was made of traffic was made of another audience's: it begins anew. */
  private void rebase(Handle handle, Call.Subject version) {
    ReferenceStore.dropBaseline(handle, version);
    LabelStore.forgetFirst(handle, version);
    Optional<Reference> latest = ReferenceStore.latest(handle, version);
    if (latest.isPresent() && latest.get().source() == Reference.Source.TRAFFIC) {
      ReferenceStore.insert(
          handle,
          version,
          new Reference(
              latest.get().number() + 1,
              Reference.Source.PENDING,
              0,
              "the version was promoted",
              time.instant(),
              "monitor",
              null));
    }
  }

  /** Judges windows that are over. */
  void judge() {
    List<WindowStore.Key> due;
    do {
      due =
          database.read(handle ->
              WindowStore.due(handle, windows.window(), windows.grace(), time.instant(), DUE));
      due.forEach(key -> database.change(handle -> judge.judge(handle, key, time.instant())));
    } while (due.size() == DUE);
  }

  /** Deletes what is older than its retention. */
  void sweep() {
    long cutoff = time.instant().minus(windows.retention()).toEpochMilli();
    for (String table : List.of("drift_window", "drift_result")) {
      database.change(handle ->
          handle
              .createUpdate("DELETE FROM " + table + " WHERE start < :cutoff")
              .bind("cutoff", cutoff)
              .execute());
    }
    database.change(LabelStore::trim);
  }

  /** Versions of which calls were added up since a moment. */
  public List<Call.Subject> active(Instant since) {
    return database.read(handle -> WindowStore.active(handle, since, LISTED));
  }

  /** The latest score of each version that served lately. */
  public List<Score> scores() {
    Instant since = time.instant().minus(windows.retention());
    return database.read(handle ->
        ResultStore.current(handle, windows.window(), since, LISTED).stream()
            .map(Drifts::score)
            .toList());
  }

  /** The latest score of a version; empty before one of its windows was judged. */
  public Optional<Score> score(Call.Subject version) {
    return history(version, 1).stream().findFirst().map(Drifts::score);
  }

  private static Score score(Result result) {
    return new Score(
        result.window().version(),
        result.window().start(),
        result.window().end(),
        result.calls(),
        result.score(),
        result.severity(),
        result.isDrifted(),
        result.report().path("recommendation").asString(""));
  }

  /** How many windows of a kind, or of one of its assets, drifted since a moment. */
  public long incidents(String kind, @Nullable String asset, Instant since) {
    return database.read(
        handle -> ResultStore.drifted(handle, kind, asset, windows.window(), since));
  }

  /** What the labels of a version say. */
  public Standing standing(Call.Subject version) {
    return database.read(handle -> reports.standing(handle, version));
  }

  List<Result> history(Call.Subject version, int limit) {
    return database.read(handle ->
        ResultStore.latest(
            handle, version, windows.window(), Instant.ofEpochMilli(Long.MAX_VALUE / 2), limit));
  }

  /** The version of an asset whose calls are the newest. */
  Optional<String> newestVersion(String kind, String asset) {
    catchUp();
    return database.read(handle -> WindowStore.newestVersion(handle, kind, asset));
  }

  /** Whether calls of a version were added up. */
  boolean isKnown(Call.Subject version) {
    catchUp();
    return database.read(
        handle -> WindowStore.latest(handle, version, windows.window()).isPresent());
  }

  /** The windows of a version in a range of time, whatever reference they were counted by. */
  public List<WindowProfile> profiles(Call.Subject version, Instant from, Instant to) {
    return database.read(handle ->
        WindowStore.between(handle, version, windows.window(), from, to, WINDOWS).stream()
            .map(Kept::profile)
            .toList());
  }

  /** The report of a version; of its latest window that is over where no range is named. */
  ObjectNode report(Call.Subject version, Reports.Range range) {
    catchUp();
    return database.read(handle -> reports.report(handle, version, range));
  }

  /** Makes rows or a past range of calls what a version is compared with. */
  ObjectNode setReference(
      Call.Subject version,
      Reference.Source source,
      References content,
      String note,
      String actor) {
    if (content.features().isEmpty()) {
      throw Failure.invalid(
          "the reference has no values", "send rows with features that have values");
    }
    return database.write(handle -> {
      WindowStore.lock(handle);
      Reference made =
          new Reference(
              ReferenceStore.latestNumber(handle, version).orElse(0) + 1,
              source,
              content.rows(),
              note,
              time.instant(),
              actor,
              content.limited(config.features()));
      ReferenceStore.insert(handle, version, made);
      ReferenceStore.dropBaseline(handle, version);
      ObjectNode json = DriftJson.reference(made, 0, config.baseline());
      journal.append(
          handle,
          "drift.reference_set",
          version.kind(),
          version.asset(),
          actor,
          json.deepCopy().put("version", version.version()));
      return json;
    });
  }

  /** The calls of a past range as a reference. */
  References past(Call.Subject version, Instant from, Instant to) {
    catchUp();
    return database.read(handle -> {
      List<Kept> kept = WindowStore.between(handle, version, windows.window(), from, to, WINDOWS);
      int number = kept.stream().mapToInt(one -> one.key().reference()).max().orElse(0);
      Optional<WindowProfile> merged =
          kept.stream()
              .filter(one -> number > 0 && one.key().reference() == number)
              .map(Kept::profile)
              .reduce((one, other) -> {
                one.add(other);
                return one;
              });
      return merged
          .map(References::of)
          .orElseThrow(() ->
              Failure.missing(
                  "no calls of %s %s are counted from %s to %s"
                      .formatted(Problem.shorten(version.asset()), version.version(), from, to),
                  "name a range in which it served, after its first %d calls"
                      .formatted(config.baseline())));
    });
  }

  int maxFeatures() {
    return config.features();
  }
}
