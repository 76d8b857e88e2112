// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a JVM of its own that says on its first line where it listens. */
public final class Child implements AutoCloseable {
  /** The product is started with these, by {@code ./ratchet}; what it is compared with too. */
  private static final List<String> OPTIONS = List.of("-XX:+UseCompactObjectHeaders");

  private static final String LISTENING = " listening on http://";
  private static final long STOP_SECONDS = 60;

  /** Places in proc's stat after the name, and its unit of time (proc_pid_stat(5)). */
  private static final int USER_TIME = 11;

  private static final int SYSTEM_TIME = 12;
  private static final double MICROS_OF_TICK = 10_000;
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  private final Process process;
  private final int port;

  private Child(Process process, Path log) throws IOException {
    this.process = process;
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    while (line != null && !line.contains(LISTENING)) {
      line = out.readLine(); // the JVM may have something to say first
    }
    if (line == null) {
      throw new IOException("the server ended:\n" + Files.readString(log));
    }
    this.port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip());
    Thread.ofPlatform().daemon().start(() -> out.lines().forEach(_ -> {}));
  }

  /** A part of this module: the mock, the proxy. */
  public static Child bench(Path folder, String... arguments) throws IOException {
    return start(folder, List.of(), bench(), arguments);
  }

  /** The product as it is shipped. */
  public static Child product(Path folder, String... arguments) throws IOException {
    return product(folder, List.of(), arguments);
  }

  /** The product with options for its JVM. */
  public static Child product(Path folder, List<String> options, String... arguments)
      throws IOException {
    return start(folder, options, product(), arguments);
  }

  private static Child start(Path folder, List<String> options, Path jar, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(options);
    command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
    command.addAll(Arrays.asList(arguments));
    Path log = folder.resolve(arguments[0] + ".log");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("RATCHET_"));
    builder.environment().remove("OPENAI_API_KEY");
    return new Child(builder.start(), log);
  }

  private static Path bench() {
    return Machine.home().resolve("bench/target/bench.jar");
  }

  private static Path product() {
    return Machine.home().resolve("server/target/ratchet.jar");
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  /** The memory that it occupies now, where the system tells. */
  public double residentMegabytes() throws IOException {
    Path status = Path.of("/proc/" + pid() + "/status");
    return Files.exists(status)
        ? Files.readString(status)
            .lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
            .sum()
        : Double.NaN;
  }

  /** The time that processors have given it so far, where the system tells. */
  public double processorMicros() throws IOException {
    Path stat = Path.of("/proc/" + pid() + "/stat");
    if (!Files.exists(stat)) {
      return Double.NaN;
    }
    String text = Files.readString(stat);
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
    return ticks * MICROS_OF_TICK;
  }

  /** What is used of its heap, garbage included. */
  public double heapMegabytes() throws IOException {
    String info = diagnose("GC.heap_info");
    Matcher used = USED.matcher(info);
    if (!used.find()) {
      throw new IOException("no figure in: " + info);
    }
    return Double.parseDouble(used.group(1)) / 1024;
  }

  /** What its heap holds that is reachable, at one moment and without what comes after it. */
  public double liveMegabytes() throws IOException {
    String histogram = diagnose("GC.class_histogram");
    Matcher total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new IOException("no total in: " + histogram);
    }
    return Double.parseDouble(total.group(1)) / (1 << 20);
  }

  /** Makes it collect its garbage. */
  public void collect() throws IOException {
    diagnose("GC.run");
  }

  private String diagnose(String command) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process asked =
        new ProcessBuilder(jcmd, Long.toString(pid()), command).redirectErrorStream(true).start();
    return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Stops it politely. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
