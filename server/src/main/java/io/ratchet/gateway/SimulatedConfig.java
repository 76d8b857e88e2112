// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.config.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** Reads the keys of a simulated provider that are its own, and the files they name. */
  public static SimulatedConfig read(Section section) {
    long seed =
        section.longInteger(
            "seed",
            1,
            0,
            Long.MAX_VALUE,
            "Simulated only: with the same seed the same requests get the same answers.");
    Path knowledge =
        section.optionalPath(
            "knowledge",
            "Simulated only: notes whose facts it knows, lines of JSON with text and gold.");
    Path behaviours =
        section.optionalPath(
            "behaviours",
            "Simulated only: how it answers each version, JSON with one entry for NAME@VERSION.");
    section.finish();
    return new SimulatedConfig(
        seed,
        Behaviour.STANDARD,
        behaviours == null ? Map.of() : behaviours(file(behaviours)),
        knowledge == null ? Knowledge.NONE : Knowledge.read(file(knowledge)));
  }

  private static byte[] file(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw Failure.invalid(
          "a file of the simulated provider cannot be read: " + path,
          "correct knowledge or behaviours in the section of the provider");
    }
  }

  /** Reads an object with a {@link Behaviour} for each {@code NAME@vX.Y.Z}. */
  static Map<String, Behaviour> behaviours(byte[] json) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Behaviour> behaviours = new LinkedHashMap<>();
    Json.read(json)
        .properties()
        .forEach(entry ->
            behaviours.put(
                entry.getKey(),
                Behaviour.read(Fields.of(entry.getValue(), entry.getKey(), problems))));
    Fields.refuse(problems);
    return behaviours;
  }

  Behaviour behaviour(String version) {
    return byVersion.getOrDefault(version, standard);
  }
}
