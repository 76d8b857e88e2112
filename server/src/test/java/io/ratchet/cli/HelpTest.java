// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

final class HelpTest {
  private static Stream<List<String>> commands() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    List<List<String>> commands = new ArrayList<>();
    collect(RootCommand.create(nowhere, nowhere), List.of(), commands);
    return commands.stream();
  }

  private static void collect(CommandLine command, List<String> path, List<List<String>> found) {
    found.add(path);
    command
        .getSubcommands()
        .forEach((name, below) -> {
          if (name.equals(below.getCommandName())) { // and not under another name
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(below, longer, found);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItselfWithAnExample(List<String> path) {
    List<String> arguments = new ArrayList<>(path);
    arguments.add("--help");
    Shell.Outcome outcome = new Shell().run(arguments);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("Usage: " + String.join(" ", join("ratchet", path)))
        .contains("Example")
        .doesNotContain("\u001b");
    assertThat(outcome.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
  }

  @Test
  void everyOptionSaysWhatItIsFor() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    List<ArgSpec> arguments = new ArrayList<>();
    collect(RootCommand.create(nowhere, nowhere), arguments);
    assertThat(arguments)
        .hasSizeGreaterThan(100)
        .allSatisfy(argument -> {
          assertThat(argument.description()).as(argument.toString()).isNotEmpty();
          assertThat(String.join(" ", argument.description())).endsWith(".");
        });
  }

  private static void collect(CommandLine command, List<ArgSpec> found) {
    found.addAll(command.getCommandSpec().args());
    command.getSubcommands().values().forEach(below -> collect(below, found));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandRefusesWhatItDoesNotKnow(List<String> path) {
    List<String> arguments = new ArrayList<>(path);
    arguments.add("--no-such-option");
    Shell.Outcome outcome = new Shell().run(arguments);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("--help");
  }

  private static List<String> join(String first, List<String> rest) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }

  @Test
  void theRootListsTheExitCodes() {
    assertThat(new Shell().run(List.of("--help")).out())
        .contains("Exit codes:")
        .contains("  0   done")
        .contains("  5   no server answers");
  }

  @Test
  void theVersionIsOneLine() {
    Shell.Outcome outcome = new Shell().run(List.of("--version"));

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).matches("ratchet \\S+\\R");
  }

  @Test
  void aGroupAloneNamesItsCommands() {
    Shell.Outcome outcome = new Shell().run(List.of("metrics"));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("ratchet metrics takes one of show, compare");
  }

  @Test
  void aMistypedCommandIsAnsweredWithWhatWasMeant() {
    Shell.Outcome outcome = new Shell().run(List.of("prompts", "lisst"));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("lisst").contains("did you mean list");
  }

  @Test
  void theCompletionScriptKnowsEveryCommand() {
    String script = new Shell().run(List.of("completion")).out();

    assertThat(script).startsWith("#!").contains("complete -F");
    commands()
        .flatMap(List::stream)
        .forEach(name -> assertThat(script).containsPattern("\\b" + name + "\\b"));
  }
}
