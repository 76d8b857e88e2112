// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where and on what a figure was measured. */
public final class Machine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** The directory of the checkout, as the launcher says it, else the working directory. */
  public static Path home() {
    return Path.of(System.getProperty("ratchet.home", "."));
  }

  static Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put("commit", commit());
    facts.put("processor", processor());
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("jdk", System.getProperty("java.vm.version"));
    facts.put("load_before", load());
    return facts;
  }

  /** What others were doing: runnable threads over the last minute. */
  private static double load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return Math.round(load * 10) / 10.0;
  }

  private static String commit() {
    String head = git("rev-parse", "--short=10", "HEAD");
    return git("status", "--porcelain", "--untracked-files=no").isEmpty()
        ? head
        : head + " with changes";
  }

  private static String git(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process = new ProcessBuilder(command).directory(home().toFile()).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return out.strip();
    } catch (IOException e) {
      throw new UncheckedIOException("git did not start", e);
    }
  }

  private static String processor() {
    try {
      return Files.exists(PROCESSORS)
          ? Files.readString(PROCESSORS)
              .lines()
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElseGet(Machine::architecture)
          : architecture();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String architecture() {
    return System.getProperty("os.arch");
  }
}
