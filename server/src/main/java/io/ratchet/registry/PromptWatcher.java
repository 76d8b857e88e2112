// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reloads the prompt directory when its files change. The operating system's events make it quick;
 * looking through the directory now and then makes it sure, where there are no events (network file
 * systems) or too many. A change is taken up once nothing has moved for a moment, so that half a
 * copy is not loaded.
 *
 * <p>It has no thread of its own: a timer gives it {@link #turn}s.
 */
public final class PromptWatcher implements AutoCloseable {
  /** A good pace of turns: short beside the quiet, and nearly free without events. */
  public static final Duration PACE = Duration.ofMillis(50);

  /** How long nothing may move before a change is taken up. */
  public static final Duration QUIET = Duration.ofMillis(150);

  private static final String ACTOR = "prompt files";

  private final PromptDirectory prompts;
  private final Consumer<ReloadReport> reloaded;
  private final Ticker ticker;
  private final long quietNanos;
  private final long pollNanos;
  private final @Nullable WatchService events;
  private final Map<Path, WatchKey> watched = new HashMap<>();
  private List<String> loaded;
  private List<String> seen;
  private long movedAt;
  private long lookedAt;

  /**
   * Begins with the files as they are now, which are taken for loaded.
   *
   * @param reloaded told what each reload came to
   * @param poll how often to look without an event
   */
  public PromptWatcher(
      PromptDirectory prompts,
      Consumer<ReloadReport> reloaded,
      Ticker ticker,
      Duration quiet,
      Duration poll) {
    this.prompts = prompts;
    this.reloaded = reloaded;
    this.ticker = ticker;
    this.quietNanos = quiet.toNanos();
    this.pollNanos = poll.toNanos();
    this.events = open(prompts.path());
    this.loaded = look();
    this.seen = loaded;
    this.movedAt = ticker.nanos();
    this.lookedAt = movedAt;
  }

  /** Without events, where the system gives none, looking alone must do. */
  private static @Nullable WatchService open(Path directory) {
    try {
      return directory.getFileSystem().newWatchService();
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  /** Looks whether something has changed, and reloads if it has and has come to rest. */
  public synchronized void turn() {
    long now = ticker.nanos();
    boolean moving = !seen.equals(loaded);
    if (!drain() && !moving && now - lookedAt < pollNanos) {
      return;
    }
    lookedAt = now;
    List<String> present = look();
    if (!present.equals(seen)) {
      seen = present;
      movedAt = now;
    } else if (moving && now - movedAt >= quietNanos) {
      ReloadReport report = prompts.reload(ACTOR);
      loaded = present;
      reloaded.accept(report);
    }
  }

  /** Whether there were events; which ones does not matter, the look says more. */
  private boolean drain() {
    boolean any = false;
    try {
      for (WatchKey key = poll(); key != null; key = poll()) {
        key.pollEvents();
        key.reset();
        any = true;
      }
    } catch (ClosedWatchServiceException e) {
      return false; // a last turn beside close
    }
    return any;
  }

  private @Nullable WatchKey poll() {
    return events == null ? null : events.poll();
  }

  /** Name, size, time and identity of everything up to the second level. */
  private List<String> look() {
    Path root = prompts.path();
    List<String> state = new ArrayList<>();
    if (Files.isDirectory(root)) {
      look(root, 2, state);
    }
    watched.keySet().removeIf(folder -> !Files.isDirectory(folder));
    return List.copyOf(state);
  }

  private void look(Path folder, int levels, List<String> state) {
    watch(folder);
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.sorted().toList()) {
        BasicFileAttributes attributes = attributes(path);
        state.add(path + "|" + shown(attributes));
        if (attributes != null && attributes.isDirectory() && levels > 1) {
          look(path, levels - 1, state);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      state.add(folder + "|" + e.getMessage());
    }
  }

  private static String shown(@Nullable BasicFileAttributes file) {
    if (file == null) {
      return "gone";
    }
    return file.isDirectory()
        ? "folder"
        : file.size() + "|" + file.lastModifiedTime() + "|" + file.fileKey();
  }

  private static @Nullable BasicFileAttributes attributes(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException e) {
      return null;
    }
  }

  private void watch(Path folder) {
    WatchKey key = watched.get(folder);
    if (events == null || (key != null && key.isValid())) {
      return;
    }
    try {
      watched.put(
          folder,
          folder.register(
              events,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE));
    } catch (IOException | ClosedWatchServiceException e) {
      watched.remove(folder); // looking finds its changes
    }
  }

  @Override
  public synchronized void close() {
    if (events != null) {
      try {
        events.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
