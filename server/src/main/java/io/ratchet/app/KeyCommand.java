// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Project;
import io.ratchet.cli.Table;
import io.ratchet.config.Config;
import io.ratchet.http.Access;
import io.ratchet.journal.Journal;
import io.ratchet.security.Key;
import io.ratchet.security.Keys;
import io.ratchet.storage.Database;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ratchet key}: API keys, straight in the database of the configuration, so that the first
 * key can exist before a server that needs it. A running server knows it within a second.
 */
@Command(
    name = "key",
    description = "Make, list and revoke API keys in the database of the configuration.",
    footer = {"", "Example: ratchet key create ci --role operator"})
final class KeyCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(name = "create", description = "Make a key; its secret is printed this once.")
  int create(
      @Mixin ServeOptions options,
      @Parameters(paramLabel = "NAME", description = "Shown in the journal as the actor.")
          String name,
      @Option(
              names = "--role",
              defaultValue = "viewer",
              description = "viewer, operator or admin (default: viewer).")
          String role,
      @Option(
              names = "--project",
              paramLabel = "PROJECT",
              description =
                  "The only project whose runs, models and files it opens (default: all).")
          @Nullable String project) {
    Access access = access(role);
    Project bound = project == null ? null : new Project(project);
    Keys.Created created = with(options, keys -> keys.create(name, access, bound, "command line"));
    print(created.secret() + "\n");
    return 0;
  }

  @Command(name = "list", description = "List all keys, without their secrets.")
  int list(@Mixin ServeOptions options) {
    Table table = new Table("NAME", "ROLE", "PROJECT", "CREATED", "REVOKED", "ID");
    for (Key key : with(options, Keys::list)) {
      String role = key.role().name().toLowerCase(Locale.ROOT);
      table.row(key.name(), role, key.project(), key.createdAt(), key.revokedAt(), key.id());
    }
    print(table.toString());
    return 0;
  }

  @Command(name = "revoke", description = "End a key, by its name or id.")
  int revoke(
      @Mixin ServeOptions options,
      @Parameters(paramLabel = "NAME", description = "Name or id of the key.") String key) {
    Key revoked = with(options, keys -> keys.revoke(key, "command line"));
    print("revoked " + revoked.name() + "\n");
    return 0;
  }

  private static Access access(String role) {
    return switch (role.toLowerCase(Locale.ROOT)) {
      case "viewer" -> Access.VIEWER;
      case "operator" -> Access.OPERATOR;
      case "admin" -> Access.ADMIN;
      case String other ->
          throw Failure.invalid(
              "there is no role " + other, "use --role viewer, operator or admin");
    };
  }

  private static <T> T with(ServeOptions options, Function<Keys, T> work) {
    Config config = options.load();
    Platform platform = Platform.system();
    try (Database database = App.database(config)) {
      Journal journal = new Journal(database, platform.time());
      Ids ids = new Ids(platform.time(), platform.chance());
      return work.apply(new Keys(database, journal, platform.time(), ids, platform.secrets()));
    } finally {
      platform.timer().close();
    }
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
