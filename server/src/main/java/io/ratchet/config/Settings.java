// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The merged settings while they are read.
 *
 * <p>Features {@link #read} their sections in any order; {@link #finish} then refuses with all
 * faults at once, among them every key, variable or flag that nobody read. Used by one thread,
 * while the process starts.
 */
public final class Settings {
  private final Sources sources;
  private final Faults faults;
  private final Ledger ledger = new Ledger();

  /** Whether a variable that is not set is a fault; not so in the section of another profile. */
  private final boolean strict;

  private final @Nullable String profile;

  /** Where the profile was asked for. */
  private final Origin asked;

  private Settings(
      Sources sources, @Nullable String profile, Origin asked, boolean strict, Faults faults) {
    this.profile = profile;
    this.asked = asked;
    this.sources = sources;
    this.strict = strict;
    this.faults = faults;
  }

  /**
   * Reads the files; broken syntax is refused at once.
   *
   * @param file null for RATCHET_CONFIG, else {@code ratchet.yaml} here, where there is one
   * @param profile null for RATCHET_PROFILE, else none
   * @param flags values by path, over everything else
   */
  public static Settings open(
      @Nullable Path file,
      @Nullable String profile,
      Map<String, String> environment,
      Map<String, String> flags) {
    Faults faults = new Faults();
    String named = Variables.value(environment, Variables.CONFIG);
    Path chosen = file == null && named != null ? Path.of(named) : file;
    String wanted = profile == null ? Variables.value(environment, Variables.PROFILE) : profile;
    Origin asked =
        profile == null ? new Origin.Environment(Variables.PROFILE) : new Origin.CommandLine();
    Node.Mapping tree = Layers.read(chosen, wanted, asked, faults);
    faults.refuse();
    return new Settings(new Sources(tree, environment, flags), wanted, asked, true, faults);
  }

  /** Settings without a file, an environment or flags: everything at its default. */
  static Settings empty() {
    Node.Mapping nothing = Node.Mapping.empty(new Origin.CommandLine());
    return new Settings(
        new Sources(nothing, Map.of(), Map.of()), null, nothing.origin(), true, new Faults());
  }

  /** The outermost section. */
  public Section root() {
    return new Section(this, "", "", sources.tree());
  }

  /**
   * A feature's record out of its section, as {@link Section#attempt} reads it; the supplier
   * answers once {@link #finish} has found no fault.
   */
  public <T> Supplier<T> read(String name, Function<Section, T> reader) {
    Optional<T> value = root().section(name).attempt(reader);
    return () ->
        value.orElseThrow(() -> new IllegalStateException("settings with faults were used"));
  }

  /** Refuses with all faults, where there are any. */
  public void finish() {
    addUnknown();
    faults.refuse();
  }

  /** Adds what nobody read to the faults. */
  void addUnknown() {
    if (profile != null && (ledger.isSection(profile) || ledger.isKey(profile))) {
      faults.add(asked, "the profile " + profile + " is named like a section; choose another name");
    }
    Unknown unknown = new Unknown(this);
    unknown.addKeys("", sources.tree());
    unknown.addVariables("");
    unknown.addFlags();
  }

  /** Checks a section that was left open, now that its owner has read it. */
  void finish(String path, Node.@Nullable Mapping section) {
    ledger.close(path);
    Unknown unknown = new Unknown(this);
    if (section != null) {
      unknown.addKeys(path, section);
    }
    unknown.addVariables(path);
    faults.refuse();
  }

  /** The sections of profiles that are written in the files but not in effect, with their place. */
  Map<String, Origin> otherProfiles() {
    Map<String, Origin> profiles = new LinkedHashMap<>();
    sources
        .tree()
        .entries()
        .forEach((name, entry) -> {
          if (isProfile(name, entry.value())) {
            profiles.put(name, entry.key());
          }
        });
    return profiles;
  }

  /** An unread key at the top is a profile if it holds something that features read at the top. */
  boolean isProfile(String name, Node node) {
    return !ledger.isKey(name)
        && !ledger.isSection(name)
        && node instanceof Node.Mapping mapping
        && mapping.entries().keySet().stream()
            .anyMatch(key -> ledger.isSection(key) || ledger.isKey(key));
  }

  /** The same settings as another profile's section would have them, to be checked and dropped. */
  Settings inProfile(String name) {
    Node.Mapping other = Layers.withSection(sources.tree(), name, faults);
    return new Settings(sources.with(other), name, asked, false, new Faults());
  }

  /** How high the place stands that a value comes from; 0 for a default. */
  int rank(String path) {
    Ledger.Effective value = ledger.effective(path);
    return value == null || value.origin() == null ? 0 : value.origin().rank();
  }

  Sources sources() {
    return sources;
  }

  Faults faults() {
    return faults;
  }

  Ledger ledger() {
    return ledger;
  }

  boolean isStrict() {
    return strict;
  }
}
