// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * What one transaction adds to windows: gathered first, then applied in the order in which it came
 * to the stored windows themselves, so that it does not matter how entries were cut into batches.
 */
final class WindowUpdates {
  private record Update(Counted where, Consumer<Window> change) {}

  private final List<Update> updates = new ArrayList<>();

  void add(Counted where, Call call) {
    updates.add(new Update(where, window -> window.add(call)));
  }

  void addScore(Counted where, String name, double value) {
    updates.add(new Update(where, window -> window.addScore(name, value)));
  }

  void apply(Handle handle, int node, SeriesStore series) {
    Map<Series, Integer> numbers = new HashMap<>();
    List<Set<WindowStore.Key>> places = new ArrayList<>(updates.size());
    Map<WindowStore.Key, Window> windows = new LinkedHashMap<>();
    for (Update update : updates) {
      Set<WindowStore.Key> keys = new LinkedHashSet<>();
      for (Series one : update.where().series()) {
        int number = numbers.computeIfAbsent(one, wanted -> series.numberOf(handle, wanted));
        addKeys(number, update.where(), keys);
      }
      places.add(keys);
      keys.forEach(key -> windows.computeIfAbsent(key, _ -> new Window()));
    }
    windows.putAll(WindowStore.load(handle, node, List.copyOf(windows.keySet())));
    for (int i = 0; i < updates.size(); i++) {
      for (WindowStore.Key key : places.get(i)) {
        Window window = windows.get(key);
        if (window == null) {
          throw new IllegalStateException("no window for " + key);
        }
        updates.get(i).change().accept(window);
      }
    }
    WindowStore.store(handle, node, windows);
  }

  private static void addKeys(int series, Counted where, Set<WindowStore.Key> keys) {
    long time = where.time().toEpochMilli();
    for (Span span : Span.values()) {
      keys.add(new WindowStore.Key(series, span, span.floor(time)));
    }
  }
}
