// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.config.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the simulated provider makes its answers of.
 *
 * @param seed with it, the version and the messages, an answer is always the same
 * @param standard behaviour of everything that is not named
 * @param byVersion behaviour by {@code NAME@vX.Y.Z}
 * @param knowledge notes whose facts it knows
 */
public record SimulatedConfig(
    long seed, Behaviour standard, Map<String, Behaviour> byVersion, Knowledge knowledge) {
  public SimulatedConfig {
    byVersion = Map.copyOf(byVersion);
  }

  public static SimulatedConfig of(long seed) {
    return new SimulatedConfig(seed, Behaviour.STANDARD, Map.of(), Knowledge.NONE);
  }

  /** Reads the keys of a simulated provider that are its own, and the file of notes they name. */
  public static SimulatedConfig read(Section section) {
    long seed =
        section.longInteger(
            "seed",
            1,
            0,
            Long.MAX_VALUE,
            "With the same seed the same requests get the same answers.");
    Path file =
        section.optionalPath(
            "knowledge", "Notes whose facts it knows: JSON lines with text and gold.");
    Behaviour standard = Behaviour.read(section, Behaviour.STANDARD);
    Map<String, Behaviour> byVersion = new LinkedHashMap<>();
    for (Section version : section.section("versions").entries()) {
      version
          .attempt(entry -> Behaviour.read(entry, standard))
          .ifPresent(behaviour -> byVersion.put(version.name(), behaviour));
    }
    section.finish();
    return new SimulatedConfig(
        seed, standard, byVersion, file == null ? Knowledge.NONE : knowledge(file));
  }

  private static Knowledge knowledge(Path file) {
    try {
      return Knowledge.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw Failure.invalid(
          "the notes of the simulated provider cannot be read: " + e.getMessage(),
          "correct knowledge in the provider's section");
    }
  }

  Behaviour behaviour(String version) {
    return byVersion.getOrDefault(version, standard);
  }
}
