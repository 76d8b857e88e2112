// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole contract on a simulated disk: appends, forces, a reader that keeps its position as a
 * database would, releases, power cuts at any moment, and starts that are cut short themselves.
 */
final class SpoolPowerCutTest {
  private static final int SEEDS = 30;
  private static final int LIVES = 6;

  @TempDir Path scratch;
  private final Warnings warnings = new Warnings();

  @AfterEach
  void stopListening() {
    warnings.close();
  }

  @Test
  void losesNothingForcedAndAppliesNothingTwice() throws IOException {
    int deaths = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Story story = new Story(Files.createDirectory(scratch.resolve("seed" + seed)), seed);
      for (int life = 0; life < LIVES; life++) {
        story.live();
      }
      story.end();
      deaths += story.deaths;
    }
    assertThat(deaths).isPositive();
  }

  /** One log over several lives. */
  private static final class Story {
    private final Path home;
    private final int seed;
    private final Random chance;
    private final Set<Long> forced = new TreeSet<>();
    private final List<Long> applied = new ArrayList<>();
    private long appliedPosition;
    private long highestPosition = -1;
    private long number;
    private int copies;
    private int deaths;
    private Path directory;

    Story(Path home, int seed) throws IOException {
      this.home = home;
      this.seed = seed;
      this.chance = new Random(seed);
      this.directory = Files.createDirectory(home.resolve("first"));
    }

    /** Works on a directory until the power goes, then leaves what is left of it to the next. */
    void live() throws IOException {
      dieWhileOpening();
      PowerCutDisk disk = new PowerCutDisk(chance);
      try (Spool spool = Examples.open(directory, Examples.SMALL_SEGMENTS, disk)) {
        Set<Long> unforced = new TreeSet<>();
        int steps = chance.nextInt(120);
        for (int i = 0; i < steps; i++) {
          step(spool, unforced);
        }
        directory = afterCut(disk);
      }
    }

    private void dieWhileOpening() throws IOException {
      PowerCutDisk disk = new PowerCutDisk(chance);
      disk.failAfter(chance.nextInt(16));
      try {
        Examples.open(directory, Examples.SMALL_SEGMENTS, disk).close();
      } catch (Failure _) {
        deaths++;
      }
      directory = afterCut(disk);
    }

    private Path afterCut(PowerCutDisk disk) throws IOException {
      Path next = home.resolve("copy" + copies++);
      Examples.copy(directory, next);
      disk.cut(next);
      return next;
    }

    void end() throws IOException {
      try (Spool spool = Examples.open(directory, Examples.SMALL_SEGMENTS)) {
        apply(spool, Integer.MAX_VALUE);
      }
      assertThat(applied).as("seed %d", seed).doesNotHaveDuplicates().isSorted();
      assertThat(new TreeSet<>(applied)).as("seed %d", seed).containsAll(forced);
    }

    private void step(Spool spool, Set<Long> unforced) throws IOException {
      int dice = chance.nextInt(10);
      if (dice == 0) {
        spool.force(spool.end());
        forced.addAll(unforced);
        unforced.clear();
      } else if (dice == 1) {
        apply(spool, 1 + chance.nextInt(20));
      } else if (dice == 2) {
        spool.release(Math.min(appliedPosition, spool.end()));
      } else {
        append(spool, unforced);
      }
    }

    private void append(Spool spool, Set<Long> unforced) {
      List<Entry> batch = new ArrayList<>();
      for (int i = 0; i <= chance.nextInt(3); i++) {
        unforced.add(number);
        batch.add(Examples.entry(number++, chance));
      }
      long end = spool.append(batch);
      assertThat(end).as("seed %d", seed).isGreaterThan(highestPosition);
      highestPosition = end;
    }

    private void apply(Spool spool, int entries) throws IOException {
      try (Cursor cursor = spool.cursor(appliedPosition)) {
        Batch batch = cursor.next(entries, Integer.MAX_VALUE);
        applied.addAll(Examples.numbers(batch.entries()));
        appliedPosition = batch.end();
      }
    }
  }
}
