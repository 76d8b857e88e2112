// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.routing.World;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PromptWatcherTest {
  private final World world = new World(Engine.SQLITE);
  private final AtomicLong nanos = new AtomicLong();
  private final List<ReloadReport> reports = new ArrayList<>();
  private final PromptWatcher watcher =
      new PromptWatcher(
          world.directory, reports::add, nanos::get, PromptWatcher.QUIET, Duration.ofSeconds(1));

  @AfterEach
  void close() {
    watcher.close();
    world.close();
  }

  /** Moves the clock and gives the watcher its turn. */
  private void after(long millis) {
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    watcher.turn();
  }

  private boolean isLoaded(String version) {
    return world.prompts.version("extraction", Semver.parse(version)).isPresent();
  }

  @Test
  void takesUpANewDirectoryANewFileAndAChangeOnceTheyRest() throws IOException {
    world.write("v1.0.0.txt", "a");
    after(1000);
    assertThat(isLoaded("1.0.0")).as("it may still be written").isFalse();
    after(100);
    assertThat(isLoaded("1.0.0")).isFalse();
    after(50);
    assertThat(isLoaded("1.0.0")).isTrue();

    world.write("extraction/v2.0.0.txt", "half");
    after(1000);
    Path file = world.write("extraction/v2.0.0.txt", "half and half");
    after(149);
    after(100);
    assertThat(isLoaded("2.0.0")).as("it grew a moment ago").isFalse();
    after(100);
    assertThat(isLoaded("2.0.0")).isTrue();

    Files.writeString(file, "HALF AND HALF");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    after(1000);
    after(150);
    assertThat(world.prompts.version("extraction", Semver.parse("2.0.0")))
        .map(v -> v.version().content().text())
        .contains("HALF AND HALF");
  }

  @Test
  void doesNothingWhileNothingMoves() {
    world.write("v1.0.0.txt", "a");
    after(1000);
    after(150);
    world.happened();
    assertThat(reports).singleElement().returns(1, report -> report.added().size());

    for (int i = 0; i < 20; i++) {
      after(500);
    }

    assertThat(world.happened()).isEmpty();
    assertThat(reports).hasSize(1);
  }

  /**
   * A mount as Kubernetes makes it: versions are links into a folder that is swapped as a whole.
   */
  @Test
  void followsLinksThatStayInside() throws IOException {
    world.write("..2026_1/v1.0.0.txt", "a");
    Files.createSymbolicLink(world.folder.resolve("..data"), Path.of("..2026_1"));
    Files.createSymbolicLink(world.folder.resolve("v1.0.0.txt"), Path.of("..data", "v1.0.0.txt"));
    after(1000);
    after(150);
    assertThat(isLoaded("1.0.0")).isTrue();

    world.write("..2026_2/v1.0.0.txt", "bb");
    Files.delete(world.folder.resolve("..data"));
    Files.createSymbolicLink(world.folder.resolve("..data"), Path.of("..2026_2"));
    after(1000);
    after(150);

    assertThat(world.prompts.version("extraction", Semver.parse("1.0.0")))
        .map(v -> v.version().content().text())
        .contains("bb");
  }
}
