// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.registry.Asset;
import io.ratchet.registry.PromptVersion;
import io.ratchet.registry.Prompts;
import io.ratchet.routing.PromptReference;
import io.ratchet.routing.Resolution;
import io.ratchet.routing.Routes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the gateway needs of prompts: which version answers, all of it from memory. */
public interface PromptSource {
  /**
   * The version that answers a request.
   *
   * @param unit who is served
   * @param attributes what segments look at
   * @throws io.ratchet.base.Failure MISSING for a prompt or a selector that nobody knows
   */
  Resolution<PromptVersion> resolve(
      PromptReference reference, String unit, Map<String, ? extends @Nullable Object> attributes);

  /** Notes that a version is about to serve a call, after which its content is fixed. */
  void use(PromptVersion version);

  List<Asset<PromptVersion>> list();

  /** The live registry and its routes. */
  static PromptSource of(Prompts prompts, Routes<PromptVersion> routes) {
    return new PromptSource() {
      @Override
      public Resolution<PromptVersion> resolve(
          PromptReference reference,
          String unit,
          Map<String, ? extends @Nullable Object> attributes) {
        return routes.resolve(reference.name(), reference.selector(), unit, attributes);
      }

      @Override
      public void use(PromptVersion version) {
        prompts.markUsed(version.name(), version.version());
      }

      @Override
      public List<Asset<PromptVersion>> list() {
        return prompts.list();
      }
    };
  }
}
