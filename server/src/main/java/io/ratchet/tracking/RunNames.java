// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.List;
import java.util.random.RandomGenerator;

/** Makes names for runs that got none: an adjective, a noun and up to three digits. */
final class RunNames {
  private static final List<String> ADJECTIVES =
      List.of(
          "amber", "ample", "apt", "azure", "bold", "brave", "breezy", "bright", "brisk", "calm",
          "candid", "clear", "clever", "coral", "crisp", "deft", "eager", "early", "even", "fair",
          "fleet", "fond", "frank", "fresh", "gentle", "glad", "golden", "grand", "hardy", "honest",
          "humble", "keen", "kind", "lively", "loyal", "lucid", "mellow", "merry", "mild", "modest",
          "neat", "nimble", "noble", "patient", "placid", "plucky", "polite", "proud", "quick",
          "quiet", "ready", "serene", "sharp", "silent", "smooth", "snug", "spry", "steady",
          "sturdy", "subtle", "sunny", "swift", "tidy", "vivid", "warm", "wise", "witty", "zesty");
  private static final List<String> NOUNS =
      List.of(
          "acorn", "anvil", "aspen", "badger", "beacon", "birch", "bison", "brook", "cedar",
          "cliff", "clover", "comet", "condor", "cove", "crane", "delta", "dune", "ember", "falcon",
          "fern", "fjord", "gecko", "glacier", "grove", "harbor", "hazel", "heron", "ibis",
          "island", "jaguar", "juniper", "kestrel", "lagoon", "lantern", "larch", "lynx", "maple",
          "marten", "meadow", "mesa", "nebula", "oak", "orbit", "osprey", "otter", "pebble", "pine",
          "plover", "prairie", "quartz", "raven", "reef", "ridge", "river", "robin", "sparrow",
          "spruce", "stork", "summit", "tern", "thistle", "tundra", "valley", "walnut", "willow",
          "wren");
  private static final int NUMBERS = 1_000;

  private final RandomGenerator chance;

  RunNames(RandomGenerator chance) {
    this.chance = chance;
  }

  String next() {
    return ADJECTIVES.get(chance.nextInt(ADJECTIVES.size()))
        + "-"
        + NOUNS.get(chance.nextInt(NOUNS.size()))
        + "-"
        + chance.nextInt(NUMBERS);
  }
}
