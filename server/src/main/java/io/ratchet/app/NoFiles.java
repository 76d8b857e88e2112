// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.catalog.ModelFiles;
import java.util.Optional;

final class NoFiles implements ModelFiles {
  @Override
  public Optional<Stored> find(String uri) {
    return Optional.empty();
  }

  @Override
  public Optional<String> rootOfLoggedModel(String id) {
    return Optional.empty();
  }
}
