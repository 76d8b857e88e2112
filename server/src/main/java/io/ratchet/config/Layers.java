// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of a configuration, laid over one another.
 *
 * <p>From the lowest up: {@code ratchet.yaml}; its section named after the profile; {@code
 * ratchet-PROFILE.yaml} beside it; that file's section named after the profile.
 */
final class Layers {
  /** The file that is read where none is named. */
  private static final Path USUAL = Path.of("ratchet.yaml");

  private static final Pattern PROFILE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

  private Layers() {}

  /**
   * The merged tree.
   *
   * @param file null for {@code ratchet.yaml} in the working directory, where there is one
   * @param profile null for none
   * @param asked where the profile was asked for
   */
  static Node.Mapping read(
      @Nullable Path file, @Nullable String profile, Origin asked, Faults faults) {
    Path named = file == null ? USUAL : file;
    Node.Mapping base =
        file == null && !Files.exists(USUAL)
            ? Node.Mapping.empty(new Origin.File(USUAL.toString(), 1, 1))
            : ConfigFile.read(named, faults);
    if (profile == null) {
      return base;
    }
    if (!PROFILE.matcher(profile).matches()) {
      faults.add(asked, "the profile must be a name of letters, digits, - and _", profile);
      return base;
    }
    Path beside = beside(named, profile);
    boolean known = base.get(profile) != null || Files.exists(beside);
    if (!known) {
      faults.add(
          asked,
          "the profile %s has neither a file %s nor a section in %s"
              .formatted(profile, beside, named));
    }
    Node.Mapping tree = withSection(base, profile, faults);
    return Files.exists(beside)
        ? tree.under(withSection(ConfigFile.read(beside, faults), profile, faults))
        : tree;
  }

  private static Path beside(Path file, String profile) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    String extension = dot < 0 ? "" : name.substring(dot);
    return file.resolveSibling(stem + "-" + profile + extension);
  }

  /** A file's tree with its section of that profile, if it has one, laid over the rest. */
  static Node.Mapping withSection(Node.Mapping tree, String profile, Faults faults) {
    Node section = tree.get(profile);
    Node.Mapping rest = tree.without(profile);
    return switch (section) {
      case null -> tree;
      case Node.Mapping mapping -> rest.under(mapping);
      case Node.Scalar scalar when scalar.text() == null -> rest;
      case Node.Scalar scalar -> refused(scalar, profile, rest, faults);
      case Node.Sequence list -> refused(list, profile, rest, faults);
    };
  }

  private static Node.Mapping refused(Node node, String profile, Node.Mapping rest, Faults faults) {
    faults.add(node.origin(), profile + " must be a section of settings", node.shown());
    return rest;
  }
}
