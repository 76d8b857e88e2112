// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a prompt directory: {@code NAME/vX.Y.Z.txt}, {@code .md} or {@code .yaml}, and the
 * same without a folder for the default prompt. It follows no link out of the directory, opens
 * nothing but regular files, and reads no more of one than the limit.
 */
final class PromptFiles {
  private static final Pattern VERSION_FILE = Pattern.compile("(v?\\d.*)\\.(txt|md|yaml|yml)");
  private static final Pattern LEFTOVER =
      Pattern.compile("\\..*|.*~|.*\\.(swp|swx|tmp|bak|orig)|#.*#");

  private final Path directory;
  private final Limits limits;
  private final List<NewVersion> versions = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final List<Refusal> ignored = new ArrayList<>();
  private final Set<String> seen = new TreeSet<>();
  private final Map<String, String> fileOfVersion = new HashMap<>();
  private int files;
  private long bytesRead;

  /**
   * A file that is not loaded.
   *
   * @param prompt the prompt it would belong to, null where its place says nothing
   * @param version the version it would be, null where its name is none
   */
  record Refusal(
      String file,
      @Nullable String prompt,
      @Nullable Semver version,
      @Nullable Integer line,
      String reason) {}

  /**
   * What is in a directory.
   *
   * @param versions those that can be read
   * @param ignored files that are not versions, such as a README
   * @param seen {@code NAME@VERSION} of every file, readable or not
   */
  record Scan(
      List<NewVersion> versions, List<Refusal> refusals, List<Refusal> ignored, Set<String> seen) {}

  private PromptFiles(Path directory, Limits limits) {
    this.directory = directory;
    this.limits = limits;
  }

  /** Everything in a directory; nothing where there is none. */
  static Scan scan(Path directory, String defaultPrompt, Limits limits) {
    PromptFiles files = new PromptFiles(directory, limits);
    if (Files.isDirectory(directory)) {
      files.list(directory, defaultPrompt, true);
    }
    files.refuseDoubles();
    return new Scan(
        List.copyOf(files.versions),
        List.copyOf(files.refusals),
        List.copyOf(files.ignored),
        Set.copyOf(files.seen));
  }

  private void list(Path folder, String prompt, boolean isRoot) {
    for (Path path : entries(folder)) {
      String name = String.valueOf(path.getFileName());
      if (LEFTOVER.matcher(name).matches()) {
        continue;
      }
      if (++files > limits.files()) {
        refuse(path, null, null, null, "more than " + limits.files() + " files: not looked at");
        return;
      }
      if (!isInside(path)) {
        refuse(path, prompt, null, null, "a link that leaves the prompt directory; not followed");
      } else if (Files.isDirectory(path) && isRoot) {
        folder(path, name);
      } else {
        file(path, name, prompt);
      }
    }
  }

  private List<Path> entries(Path folder) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (IOException | DirectoryIteratorException | UncheckedIOException e) {
      refuse(folder, null, null, null, "cannot be listed: " + e);
    }
    return entries.stream().sorted().toList();
  }

  private boolean isInside(Path path) {
    try {
      return path.toRealPath().startsWith(directory.toRealPath());
    } catch (IOException e) {
      return false; // it leads nowhere
    }
  }

  private void folder(Path path, String name) {
    Optional<String> fault = AssetName.fault(name);
    if (fault.isPresent()) {
      refuse(path, null, null, null, "the name of a prompt " + fault.get());
    } else {
      list(path, name, false);
    }
  }

  private void file(Path path, String name, String prompt) {
    Matcher matcher = VERSION_FILE.matcher(name);
    if (!matcher.matches() || Files.isDirectory(path)) {
      ignored.add(
          new Refusal(shown(path), prompt, null, null, "not named vX.Y.Z.txt, .md or .yaml"));
      return;
    }
    Optional<Semver> version = Semver.find(matcher.group(1));
    if (version.isEmpty()) {
      String reason = "not a semantic version: " + Problem.shorten(matcher.group(1));
      refuse(path, prompt, null, null, reason);
      return;
    }
    seen.add(prompt + "@" + version.get());
    String form = matcher.group(2).equals("yml") ? "yaml" : matcher.group(2);
    read(path, prompt, version.get(), form);
  }

  private void read(Path path, String prompt, Semver version, String form) {
    if (!Files.isRegularFile(path)) {
      refuse(path, prompt, version, null, "not a regular file");
      return;
    }
    if (bytesRead > limits.directoryBytes()) {
      String reason = "all files together are larger than " + limits.directoryBytes() + " bytes";
      refuse(path, prompt, version, null, reason);
      return;
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(limits.fileBytes() + 1);
    } catch (IOException e) {
      refuse(path, prompt, version, null, "cannot be read: " + e.getMessage());
      return;
    }
    bytesRead += bytes.length;
    if (bytes.length > limits.fileBytes()) {
      String reason = "larger than " + limits.fileBytes() + " bytes";
      refuse(path, prompt, version, null, reason);
      return;
    }
    String text = decode(path, prompt, version, bytes);
    if (text != null) {
      switch (PromptText.read(text, form, limits)) {
        case PromptText.Result.Content content -> add(path, prompt, version, form, content.draft());
        case PromptText.Result.Faults faults ->
            faults.faults().forEach(f -> refuse(path, prompt, version, f.line(), f.message()));
      }
    }
  }

  private void add(
      Path path, String prompt, Semver version, String form, PromptFields.Draft draft) {
    versions.add(
        new NewVersion(
            prompt,
            version,
            Origin.FILE,
            form,
            shown(path),
            draft.content(),
            draft.parent(),
            draft.reason()));
  }

  private @Nullable String decode(Path path, String prompt, Semver version, byte[] bytes) {
    ByteBuffer input = ByteBuffer.wrap(bytes);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(input)
          .toString();
    } catch (CharacterCodingException e) {
      int line = 1;
      for (int i = 0; i < input.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      refuse(path, prompt, version, line, "not UTF-8");
      return null;
    }
  }

  /** Two files for one version: none of them is it. */
  private void refuseDoubles() {
    Set<String> doubles = new TreeSet<>();
    for (NewVersion version : versions) {
      String file = String.valueOf(version.file());
      if (fileOfVersion.putIfAbsent(version.key(), file) != null) {
        doubles.add(version.key());
      }
    }
    for (NewVersion version : List.copyOf(versions)) {
      if (doubles.contains(version.key())) {
        versions.remove(version);
        refusals.add(
            new Refusal(
                String.valueOf(version.file()),
                version.name(),
                version.version(),
                null,
                "another file is " + version.key() + " too; keep one"));
      }
    }
  }

  private void refuse(
      Path path,
      @Nullable String prompt,
      @Nullable Semver version,
      @Nullable Integer line,
      String reason) {
    refusals.add(new Refusal(shown(path), prompt, version, line, reason));
  }

  private String shown(Path path) {
    String relative = directory.relativize(path).toString();
    return Problem.shorten(relative.isEmpty() ? "." : relative);
  }
}
