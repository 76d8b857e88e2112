// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Pause;
import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code ratchet}, under which all others hang. */
@Command(
    name = "ratchet",
    versionProvider = RootCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Runs prompts and models in production: versions, serves and measures them.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed, or refused by the server",
      "2:wrong usage or configuration",
      "3:no JDK 25 or newer was found (the launcher)",
      "4:the build failed (the launcher)",
      "5:no server answers"
    },
    footer = {
      "",
      "Examples:",
      "  ratchet demo                 see it work, on replayed traffic",
      "  ratchet init && ratchet serve",
      "  ratchet prompts --help"
    })
@SuppressWarnings("UnusedVariable") // picocli itself acts on the options for help and version
public final class RootCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      order = 99,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      order = 98,
      description = "Show the version.")
  private boolean version;

  private RootCommand() {}

  /** The client commands for a program that reads the output. */
  public static CommandLine create(PrintWriter out, PrintWriter err) {
    return create(Terminal.plain(out, err), Pause.system());
  }

  /** The client commands. Whoever starts the process adds those that need more than HTTP. */
  public static CommandLine create(Terminal terminal, Pause pause) {
    CommandLine root =
        new CommandLine(new RootCommand())
            .addSubcommand(new InitCommand(terminal))
            .addSubcommand(PromptsCommand.create(terminal))
            .addSubcommand(ModelsCommand.create(terminal))
            .addSubcommand(MetricsCommand.create(terminal))
            .addSubcommand(CallsCommand.create(terminal, pause))
            .addSubcommand(DocumentsCommand.create(terminal))
            .addSubcommand(new FeedbackCommand(terminal))
            .addSubcommand(ExperimentCommand.create(terminal, pause))
            .addSubcommand(DriftCommand.create(terminal))
            .addSubcommand(MonitorCommand.create(terminal))
            .addSubcommand(AlertsCommand.create(terminal))
            .addSubcommand(ApprovalsCommand.create(terminal))
            .addSubcommand(RetrainCommand.create(terminal, pause))
            .addSubcommand(ReplayCommand.create(terminal))
            .addSubcommand(ImportCommand.create(terminal))
            .addSubcommand(ExportCommand.create(terminal))
            .addSubcommand(ArtifactsCommand.create(terminal))
            .addSubcommand(new GcCommand(terminal))
            .addSubcommand(WebhooksCommand.create(terminal))
            .addSubcommand(new CompletionCommand(terminal));
    return prepare(root, terminal);
  }

  /** Gives a command and those below it the manners of all commands. */
  private static CommandLine prepare(CommandLine root, Terminal terminal) {
    Faults faults = new Faults(terminal);
    layOut(root);
    return root.setOut(terminal.out())
        .setErr(terminal.err())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.coloured() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler(faults)
        .setExecutionExceptionHandler(faults)
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false);
  }

  /** Arguments, then options in the order of their importance, each under its heading. */
  private static void layOut(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .sortOptions(false)
        .abbreviateSynopsis(true)
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n");
    command.getSubcommands().values().forEach(RootCommand::layOut);
  }

  /** The arguments that are meant where a client of MLflow takes us for its Python. */
  public static String[] meant(String... arguments) {
    return ArtifactsCommand.meant(arguments);
  }

  /** Adds a command that is built elsewhere, with the manners of those here. */
  public static CommandLine add(CommandLine root, Object command, Terminal terminal) {
    return prepare(root.addSubcommand(command), terminal);
  }

  @Override
  public void run() {
    throw missingCommand(spec);
  }

  static ParameterException missingCommand(CommandSpec spec) {
    String names =
        String.join(
            ", ",
            spec.subcommands().values().stream()
                .map(CommandLine::getCommandName)
                .distinct()
                .toList());
    return new ParameterException(
        spec.commandLine(), "which command? " + spec.qualifiedName() + " takes one of " + names);
  }

  /** What the jar says about itself. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = RootCommand.class.getPackage().getImplementationVersion();
      return new String[] {"ratchet " + Objects.requireNonNullElse(version, "development")};
    }
  }
}
