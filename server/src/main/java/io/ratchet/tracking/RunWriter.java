// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Writes of many requests in one transaction. Each is checked whole before any of it is written,
 * against what is stored and what others of the same transaction are about to store.
 */
final class RunWriter {
  private static final int ATTEMPTS = 5;

  private final int together;

  /**
   * A writer.
   *
   * @param together how many rows of one INSERT go together
   */
  RunWriter(int together) {
    this.together = together;
  }

  /** Another process stored a parameter between our look and our write: look again. */
  static final class Raced extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Does something again as long as another process was faster, a few times. */
  static <T> T retrying(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (Raced e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Writes what is not refused.
   *
   * @return for each write its refusal, or nothing
   */
  List<Optional<Failure>> apply(Handle handle, List<Write> writes) {
    Map<String, RunStore.Place> places =
        RunStore.places(handle, writes.stream().map(Write::run).distinct().toList());
    Map<Long, Map<String, String>> params = params(handle, writes, places.values());
    Gathered gathered = new Gathered();
    List<Optional<Failure>> outcomes = new ArrayList<>(writes.size());
    for (Write write : writes) {
      RunStore.Place place = places.get(write.run());
      Failure refusal = RunPolicy.refuse(write, place);
      if (refusal == null && place != null) {
        Map<String, String> known = params.computeIfAbsent(place.number(), _ -> new HashMap<>());
        refusal = RunPolicy.refuse(write, known);
        if (refusal == null) {
          gathered.add(place, write, known);
        }
      }
      outcomes.add(Optional.ofNullable(refusal));
    }
    gathered.store(handle, together);
    return outcomes;
  }

  /** One write alone. */
  void applyOrRefuse(Handle handle, Write write) {
    apply(handle, List.of(write)).getFirst().ifPresent(RunWriter::refuse);
  }

  private static void refuse(Failure failure) {
    throw failure;
  }

  private static Map<Long, Map<String, String>> params(
      Handle handle, List<Write> writes, Collection<RunStore.Place> places) {
    Map<Long, Map<String, String>> known = new HashMap<>();
    List<String> keys =
        writes.stream().flatMap(w -> w.params().stream()).map(Param::key).distinct().toList();
    if (!keys.isEmpty()) {
      List<Long> runs = places.stream().map(RunStore.Place::number).toList();
      ParamStore.of(handle, runs, keys.size() > MANY ? List.of() : keys)
          .forEach((run, params) -> {
            Map<String, String> values = known.computeIfAbsent(run, _ -> new HashMap<>());
            params.forEach(param -> values.put(param.key(), param.value()));
          });
    }
    return known;
  }

  private static final int MANY = 500;

  private record TagPlace(long run, String key) {}

  /** What a transaction stores. */
  private static final class Gathered {
    private final MetricStore.Batch metrics = new MetricStore.Batch();
    private final List<ParamStore.New> params = new ArrayList<>();
    private final Map<TagPlace, TagStore.New> tags = new LinkedHashMap<>();
    private final Map<Long, String> names = new TreeMap<>();

    void add(RunStore.Place place, Write write, Map<String, String> known) {
      metrics.add(place, write.metrics());
      for (Param param : write.params()) {
        if (known.put(param.key(), param.value()) == null) {
          params.add(new ParamStore.New(place, param));
        }
      }
      for (Tag tag : write.tags()) {
        tags.put(new TagPlace(place.number(), tag.key()), new TagStore.New(place, tag));
        if (tag.key().equals(Tag.RUN_NAME)) {
          names.put(place.number(), tag.value());
        }
      }
    }

    /** In one order for everybody, so that two transactions never wait for each other. */
    void store(Handle handle, int together) {
      RunStore.rename(handle, names);
      metrics.store(handle, together);
      params.sort(
          Comparator.comparingLong((ParamStore.New p) -> p.run().number())
              .thenComparing(p -> p.param().key()));
      if (!ParamStore.insert(handle, params)) {
        throw new Raced();
      }
      List<TagStore.New> sorted = new ArrayList<>(tags.values());
      sorted.sort(
          Comparator.comparingLong((TagStore.New t) -> t.run().number())
              .thenComparing(t -> t.tag().key()));
      TagStore.put(handle, sorted);
    }
  }
}
