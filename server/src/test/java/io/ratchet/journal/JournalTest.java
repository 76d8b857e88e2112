// SPDX-License-Identifier: Apache-2.0
package io.ratchet.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.storage.Database;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
final class JournalTest {
  private static final Journal.Filter ANY = Journal.Filter.ANY;

  private final Database database;
  private final Journal journal;

  JournalTest(Engine engine) {
    database = Databases.open(engine);
    journal = new Journal(database, InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z")));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void listsTheNewestFirstAndPagesWithoutRepeatingOrMissing() {
    for (int i = 0; i < 25; i++) {
      append("step.done", "asset-" + i % 2);
    }

    List<Long> seen = new ArrayList<>();
    String token = null;
    do {
      Page<Entry> page = journal.list(ANY, 10, token);
      page.items().forEach(entry -> seen.add(entry.sequence()));
      token = page.nextPageToken();
    } while (token != null);

    assertThat(seen).isEqualTo(LongStream.rangeClosed(1, 25).map(i -> 26 - i).boxed().toList());
  }

  @Test
  void filtersByAssetAndType() {
    append("a", "one");
    append("b", "one");
    append("a", "two");

    Journal.Filter filter = new Journal.Filter("prompt", "one", Set.of("a"), null, null);

    assertThat(journal.list(filter, 10, null).items())
        .extracting(Entry::type, Entry::asset)
        .containsExactly(tuple("a", "one"));
  }

  @Test
  void knowsWhatHappenedLastToAnAsset() {
    append("born", "one");
    append("gone", "one");
    append("born", "two");
    append("moved", "one");

    assertThat(last("one")).contains("gone");
    assertThat(last("two")).contains("born");
    assertThat(last("three")).isEmpty();
  }

  private Optional<String> last(String asset) {
    return database.write(handle -> journal.last(handle, "prompt", asset, Set.of("born", "gone")));
  }

  @Test
  void anEntryDoesNotOutliveItsTransaction() {
    assertThatThrownBy(() ->
            database.change(handle -> {
              journal.append(handle, "a", "prompt", "one", "local", Json.object());
              throw new IllegalStateException("stop");
            }))
        .isInstanceOf(IllegalStateException.class);

    append("b", "one");

    assertThat(journal.after(0, 10)).extracting(Entry::sequence).containsExactly(1L);
  }

  /** A reader that follows the journal while many write must see every number once, in order. */
  @Test
  void sequencesHaveNoGapsWhenManyWriteAtOnce() throws Exception {
    List<Future<?>> writers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        writers.add(
            threads.submit(() -> {
              for (int j = 0; j < 10; j++) {
                append("a", "one");
              }
            }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }

    assertThat(journal.after(0, 1000))
        .extracting(Entry::sequence)
        .isEqualTo(LongStream.rangeClosed(1, 80).boxed().toList());
  }

  private void append(String type, String asset) {
    database.change(
        handle -> journal.append(handle, type, "prompt", asset, "local", Json.object()));
  }
}
