// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Failure;
import io.ratchet.base.Ticker;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real process while it appends, and looks for what it said was appended. */
final class SpoolKillTest {
  private static final int ROUNDS = 10;
  private static final int WRITERS = 4;
  private static final long STRIDE = 1_000_000;
  private static final SpoolConfig CONFIG =
      new SpoolConfig(1 << 30, 64 << 10, SpoolConfig.defaults().fsyncInterval(), 1 << 20);

  @TempDir Path directory;
  private final Random chance = new Random(3);

  @Test
  void losesNothingThatWasAcknowledgedBeforeTheKill() throws Exception {
    long position = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<Long> acknowledged = acknowledgedUntilKilled(chance.nextInt(3000));

      try (Spool spool = open(directory)) {
        List<Long> read = Examples.numbers(Examples.readAll(spool, position));
        assertThat(read).as("round %d", round).doesNotHaveDuplicates().containsAll(acknowledged);
        assertThat(read.size() - acknowledged.size())
            .as("entries that were written, and not yet acknowledged")
            .isBetween(0, WRITERS * Child.BATCH);
        assertThat(spool.status().corruptBytes()).isZero();
        position = spool.end();
        spool.release(position);
      }
    }
  }

  @Test
  void refusesASecondProcess() throws Exception {
    try (Spool _ = open(directory)) {
      Process second = start(directory, "open");
      String said = second.inputReader(StandardCharsets.UTF_8).readLine();
      second.waitFor();

      assertThat(said)
          .isEqualTo(
              "CONFLICT The spool %s is in use by process %d",
              directory, ProcessHandle.current().pid());
    }

    Process afterwards = start(directory, "open");
    assertThat(afterwards.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("opened");
    afterwards.waitFor();
  }

  /** Reads so many acknowledgements, kills the child, and reads what it still had said. */
  private List<Long> acknowledgedUntilKilled(int enough) throws Exception {
    Process child = start(directory, "append");
    List<Long> acknowledged = new ArrayList<>();
    try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
      String line = lines.readLine();
      while (line != null) {
        if (line.endsWith(".")) {
          acknowledged.add(Long.parseLong(line, 0, line.length() - 1, 10));
        }
        if (acknowledged.size() > enough && child.isAlive()) {
          child.toHandle().destroyForcibly(); // SIGKILL; leaves the pipe readable
        }
        line = lines.readLine();
      }
    }
    child.waitFor();
    assertThat(acknowledged).hasSizeGreaterThan(enough);
    return acknowledged;
  }

  private static Process start(Path directory, String task) throws IOException, URISyntaxException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-cp",
            classPath(Spool.class, SpoolKillTest.class, Failure.class),
            Child.class.getName(),
            directory.toString(),
            task)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String classPath(Class<?>... classes) throws URISyntaxException {
    List<String> places = new ArrayList<>();
    for (Class<?> type : classes) {
      places.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return String.join(File.pathSeparator, places);
  }

  private static Spool open(Path directory) {
    return Spool.open(
        directory, CONFIG, () -> "node", Ticker.system(), Thread.ofPlatform().daemon().factory());
  }

  /** The other process: appends for ever, a line on its output for each entry, or only opens. */
  static final class Child {
    static final int BATCH = 3;

    private Child() {}

    public static void main(String[] arguments) throws IOException {
      PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false);
      Path directory = Path.of(arguments[0]);
      if (arguments[1].equals("open")) {
        out.println(openAndClose(directory));
        out.flush();
        return;
      }
      try (Spool spool = open(directory);
          ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
        for (int i = 0; i < WRITERS; i++) {
          int writer = i;
          threads.execute(() -> append(spool, writer, out));
        }
      }
    }

    private static String openAndClose(Path directory) throws IOException {
      try (Spool _ = open(directory)) {
        return "opened";
      } catch (Failure e) {
        return e.code() + " " + e.message();
      }
    }

    private static void append(Spool spool, int writer, PrintStream out) {
      Random chance = new Random(writer);
      long number = writer * STRIDE;
      while (true) {
        List<Entry> batch = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i <= chance.nextInt(BATCH); i++) {
          batch.add(Examples.entry(number, chance));
          lines.append(number++).append(".\n");
        }
        long end = spool.append(batch);
        if (chance.nextInt(50) == 0) {
          spool.force(end);
        }
        synchronized (out) {
          out.print(lines);
          out.flush();
        }
      }
    }
  }
}
