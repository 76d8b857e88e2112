// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The configured providers by name. */
public final class Providers implements AutoCloseable {
  /** A provider and how much of it is in use. */
  record Lane(Provider provider, Slots slots) {}

  /** Who serves a model, and its name there. */
  record Served(Lane lane, String model) {
    String provider() {
      return lane.provider().name();
    }
  }

  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Lane fallback;

  /**
   * Takes the providers over and closes them.
   *
   * @param defaultName serves models that are named without a provider
   */
  public Providers(List<Provider> providers, String defaultName) {
    for (Provider provider : providers) {
      ProviderLimits limits = provider.limits();
      Slots slots = new Slots(provider.name(), limits.maxConcurrent(), limits.maxQueued());
      lanes.put(provider.name(), new Lane(provider, slots));
    }
    Lane named = lanes.get(defaultName);
    if (named == null) {
      throw Failure.invalid(
          "providers.default names no provider: " + Problem.shorten(defaultName),
          "use one of " + String.join(", ", lanes.keySet()));
    }
    this.fallback = named;
  }

  /**
   * {@code provider/model} where the provider is known; any other name, slashes and all, is a model
   * of the default provider. Null is that provider's own default model.
   */
  Served served(@Nullable String model) {
    if (model == null) {
      return new Served(fallback, defaultModel());
    }
    int slash = model.indexOf('/');
    Lane lane = slash < 0 ? null : lanes.get(model.substring(0, slash));
    return lane == null
        ? new Served(fallback, model)
        : new Served(lane, model.substring(slash + 1));
  }

  private String defaultModel() {
    String model = fallback.provider().defaultModel();
    if (model.isEmpty()) {
      throw Failure.invalid(
          "neither the prompt nor the request names a model",
          "set model in the prompt's YAML, send ratchet.model, or configure prompts.model");
    }
    return model;
  }

  /** Every listed model as {@code provider/model}, with the name of its provider. */
  List<Served> models() {
    List<Served> models = new ArrayList<>();
    lanes
        .values()
        .forEach(
            lane -> lane.provider().models().forEach(model -> models.add(new Served(lane, model))));
    return models;
  }

  @Override
  public void close() {
    lanes.values().forEach(lane -> lane.provider().close());
  }
}
