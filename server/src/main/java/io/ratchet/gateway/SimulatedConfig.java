// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

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

  Behaviour behaviour(String version) {
    return byVersion.getOrDefault(version, standard);
  }
}
