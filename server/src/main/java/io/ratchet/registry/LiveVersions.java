// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import java.util.Optional;

/** The views of a route that the registry shows and cannot set. Answers come from memory. */
public interface LiveVersions {
  /** The version that requests without a version mean. */
  Optional<Semver> defaultVersion(String name);

  /** The version in production, which is also the champion. */
  Optional<Semver> productionVersion(String name);
}
