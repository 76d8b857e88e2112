// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.call.Call;
import io.ratchet.config.DriftConfig;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How the calls of each version are counted, remembered from one batch to the next. */
final class Counters {
  private static final int REMEMBERED = 500;

  private final Function<Call.Subject, Known> known;
  private final DriftConfig config;
  private final InstantSource time;
  private final Map<Call.Subject, Counter> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Call.Subject, Counter> eldest) {
          return size() > REMEMBERED;
        }
      };

  Counters(Function<Call.Subject, Known> known, DriftConfig config, InstantSource time) {
    this.known = known;
    this.config = config;
    this.time = time;
  }

  /**
   * How a version's calls are counted.
   *
   * @param reference number of its reference; the last one that there was where it has none now
   * @param references null while it has none
   */
  record Counter(int reference, @Nullable References references, Expected expected, Known known) {}

  void forget() {
    remembered.clear();
  }

  /** The counter of a version as the database has it now. */
  Counter of(Handle handle, Call.Subject version) {
    int number = ReferenceStore.latestNumber(handle, version).orElse(0);
    Counter counter = remembered.get(version);
    if (counter == null || counter.reference() != number) {
      counter = read(handle, version);
      remembered.put(version, counter);
    }
    return counter;
  }

  private Counter read(Handle handle, Call.Subject version) {
    Known about = known.apply(version);
    Reference latest = ReferenceStore.latest(handle, version).orElse(null);
    if (latest != null) {
      return counter(latest, about);
    }
    References trained = about.reference();
    if (trained == null) {
      return new Counter(0, null, Expected.of(about.signature(), null), about);
    }
    Reference first =
        new Reference(
            1,
            Reference.Source.TRAINING,
            trained.rows(),
            "made of the rows that the version was trained on",
            time.instant(),
            "monitor",
            trained.limited(config.features()));
    ReferenceStore.insert(handle, version, first);
    return counter(first, about);
  }

  private static Counter counter(Reference reference, Known about) {
    return new Counter(
        reference.number(),
        reference.content(),
        Expected.of(about.signature(), reference.content()),
        about);
  }

  int baselineCalls() {
    return config.baseline();
  }

  int features() {
    return config.features();
  }

  /** Makes gathered calls the reference of a version. */
  Counter settle(Handle handle, Call.Subject version, Counter before, Baseline baseline) {
    Reference made =
        new Reference(
            before.reference() + 1,
            Reference.Source.TRAFFIC,
            baseline.rows(),
            "made of the first calls of the version, since nothing else was known",
            time.instant(),
            "monitor",
            References.of(baseline));
    ReferenceStore.insert(handle, version, made);
    ReferenceStore.dropBaseline(handle, version);
    Counter counter = counter(made, before.known());
    remembered.put(version, counter);
    return counter;
  }
}
