// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.micro;

import io.ratchet.bench.harness.Report;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Option;

/** How JMH runs here: the average time and the bytes of one operation. */
final class Jmh {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  @Option(names = "--forks", defaultValue = "2", description = "JVMs; default ${DEFAULT-VALUE}.")
  private int forks = 2;

  @Option(
      names = "--iterations",
      defaultValue = "5",
      description = "Measured seconds in each; default ${DEFAULT-VALUE}.")
  private int iterations = 5;

  /**
   * What one benchmark method took.
   *
   * @param error half the width of the 99.9 % interval of {@code nanos}
   */
  record Cost(double nanos, double error, double bytes, long iterations) {}

  /** The cost of each method of a class, by its name. */
  Map<String, Cost> run(Class<?> benchmarks) throws RunnerException {
    var options =
        new OptionsBuilder()
            .include("^" + benchmarks.getName().replace(".", "\\.") + "\\.")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(forks)
            .warmupIterations(iterations)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.seconds(1))
            .addProfiler(GCProfiler.class)
            .jvmArgsAppend(
                "-XX:+UseCompactObjectHeaders",
                "-Xms512m",
                "-Xmx512m",
                "--sun-misc-unsafe-memory-access=allow")
            .build();
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    Collection<RunResult> results =
        new Runner(options, OutputFormatFactory.createFormatInstance(err, VerboseMode.NORMAL))
            .run();
    Map<String, Cost> costs = new LinkedHashMap<>();
    for (RunResult result : results) {
      Result<?> time = result.getPrimaryResult();
      costs.put(
          time.getLabel(),
          new Cost(
              time.getScore(),
              time.getScoreError(),
              Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED)).getScore(),
              (long) forks * iterations));
    }
    return costs;
  }

  static void row(Report report, String table, String method, Cost cost) {
    report.row(
        table,
        "method",
        method,
        "ns",
        cost.nanos(),
        "+-",
        cost.error(),
        "bytes",
        cost.bytes(),
        "n",
        cost.iterations());
  }
}
