// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.harness;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One command that measures something and reports it. */
public abstract class Benchmark implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  /** Measures; what is thrown ends the command. */
  protected abstract void measure(Report report) throws Exception;

  @Override
  public final Integer call() throws Exception {
    Report report = new Report(spec.name(), Machine.facts());
    measure(report);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? report.json() : report.text());
    out.flush();
    return 0;
  }

  /** Says on standard error what is being done now. */
  protected final void progress(String what) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("bench: " + what);
    err.flush();
  }
}
