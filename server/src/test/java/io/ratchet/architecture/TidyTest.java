// SPDX-License-Identifier: Apache-2.0
package io.ratchet.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of the repository that no compiler knows. */
final class TidyTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int FILE_LINES = 400;
  private static final long BLOB_BYTES = 512 << 10;

  /** Real data that is worth its size. */
  private static final Set<Path> DATA = Set.of(Path.of("server/src/main/resources/demo/elec2.csv"));

  private static final Set<String> SKIPPED =
      Set.of(".git", "target", "node_modules", ".ratchet", "data");
  private static final Pattern BAD_NAME =
      Pattern.compile(".*(Service|Manager|Impl|Helper|Util|Utils|Dao|Dto|DAO|DTO)\\.java");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

  /** What no source says, with the reason. */
  private static final List<Ban> BANS =
      List.of(
          new Ban("TODO", "finish it, or leave it out"),
          new Ban("FIXME", "finish it, or leave it out"),
          new Ban("XXX", "finish it, or leave it out"),
          new Ban("@Disabled", "a test that does not run proves nothing"),
          new Ban("assumeTrue", "a missing backend fails, it never skips"),
          new Ban("org.mockito", "fakes are real classes"));

  private record Ban(String text, String reason) {}

  @Test
  void sourcesCarryTheirLicence() {
    check(
        ".java",
        (path, text) ->
            text.startsWith("// SPDX-License-Identifier: Apache-2.0\n")
                ? List.of()
                : List.of("first line must be the SPDX licence line"));
  }

  @Test
  void filesStaySmallEnoughToRead() {
    check(
        ".java",
        (path, text) ->
            text.lines().count() > FILE_LINES
                ? List.of("has more than " + FILE_LINES + " lines: split it by what it is about")
                : List.of());
  }

  @Test
  void namesSayWhatAThingIs() {
    check(
        ".java",
        (path, text) ->
            BAD_NAME.matcher(path.getFileName().toString()).matches()
                ? List.of("has a name that says nothing")
                : List.of());
  }

  @Test
  void bannedWordsStayOut() {
    check(
        ".java",
        (path, text) -> {
          List<String> faults = new ArrayList<>();
          if (!path.getFileName().toString().equals("TidyTest.java")) {
            for (Ban ban : BANS) {
              if (text.contains(ban.text())) {
                faults.add("holds " + ban.text() + ": " + ban.reason());
              }
            }
          }
          return faults;
        });
  }

  @Test
  void everyPackageHasADoorSign() {
    check(
        ".java",
        (path, text) ->
            Files.exists(path.resolveSibling("package-info.java"))
                    || path.getFileName().toString().equals("module-info.java")
                ? List.of()
                : List.of("its package has no package-info.java"));
  }

  @Test
  void documentsPointAtWhatExists() {
    check(
        ".md",
        (path, text) -> {
          List<String> faults = new ArrayList<>();
          Matcher link = LINK.matcher(text);
          while (link.find()) {
            String target = link.group(1);
            boolean outside = target.contains("://") || target.startsWith("mailto:");
            if (!outside && !Files.exists(path.resolveSibling(target))) {
              faults.add("points at " + target + ", which does not exist");
            }
          }
          return faults;
        });
  }

  @Test
  void nothingNamesAMachineOrItsRegistries() {
    Pattern foreign = Pattern.compile("/(work|root|home)/[a-z]|https?://(repo|registry|deb)\\.");
    check(
        "",
        (path, text) -> {
          boolean isThisRule = path.getFileName().toString().equals("TidyTest.java");
          Matcher found = foreign.matcher(text);
          return !isThisRule && found.find() ? List.of("holds " + found.group()) : List.of();
        });
  }

  @Test
  void noLargeBlobs() throws IOException {
    List<String> faults = new ArrayList<>();
    for (Path path : files()) {
      if (Files.size(path) > BLOB_BYTES && !DATA.contains(ROOT.relativize(path))) {
        faults.add(ROOT.relativize(path) + " is larger than " + BLOB_BYTES + " bytes");
      }
    }
    assertThat(faults).isEmpty();
  }

  private interface Rule {
    List<String> faults(Path path, String text);
  }

  private static void check(String ending, Rule rule) {
    List<String> faults = new ArrayList<>();
    for (Path path : files()) {
      String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
      if (name.endsWith(ending)) {
        rule.faults(path, read(path)).forEach(f -> faults.add(ROOT.relativize(path) + " " + f));
      }
    }
    assertThat(faults).isEmpty();
  }

  private static String read(Path path) {
    try {
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files() {
    try (Stream<Path> paths = Files.walk(ROOT)) {
      return paths
          .filter(Files::isRegularFile)
          .filter(path -> isOurs(ROOT.relativize(path)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOurs(Path path) {
    for (int i = 0; i < path.getNameCount(); i++) {
      String name = path.getName(i).toString();
      boolean top = i == 0 || !name.equals("data");
      if (SKIPPED.contains(name) && top) {
        return false;
      }
    }
    return true;
  }
}
