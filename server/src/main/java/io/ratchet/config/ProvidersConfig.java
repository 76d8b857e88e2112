// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import io.ratchet.base.Failure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everyone who answers LLM requests.
 *
 * @param providers in the order of the file
 * @param preferred who serves a bare model name, if it is usable; null where that is not said
 */
public record ProvidersConfig(List<ProviderConfig> providers, @Nullable String preferred) {
  public ProvidersConfig {
    providers = List.copyOf(providers);
    if (providers.isEmpty()) {
      throw Failure.invalid("there must be at least one provider", "write one, or leave all out");
    }
    String names = providers.stream().map(ProviderConfig::name).collect(Collectors.joining(", "));
    if (preferred != null && find(providers, preferred).isEmpty()) {
      throw Failure.invalid(
          "default must be one of " + names + ", got " + preferred, "name a provider of the file");
    }
  }

  /**
   * Reads the section. Where it declares no provider there are two: {@code openai}, whose key comes
   * from OPENAI_API_KEY, and {@code simulated}.
   */
  static ProvidersConfig read(Section section) {
    String preferred =
        section.optionalText(
            "default",
            "Who serves a bare model name; else the first. Where the key of this one is to come"
                + " from a variable that is not set, a simulated provider serves instead.");
    List<Section> declared = section.entries();
    List<Section> entries =
        declared.isEmpty()
            ? List.of(section.entry("openai"), section.entry("simulated"))
            : declared;
    List<String> names = entries.stream().map(Section::name).toList();
    for (Section entry : entries) {
      if (!entry.name().matches("[A-Za-z0-9][A-Za-z0-9_-]{0,62}")) {
        entry.fault("must have a name of letters, digits, - and _");
      }
    }
    boolean unknown = preferred != null && !names.contains(preferred);
    if (preferred != null && unknown) {
      section.fault("default", "must be one of " + String.join(", ", names), preferred);
    }
    List<ProviderConfig> providers =
        entries.stream().flatMap(entry -> entry.attempt(ProviderConfig::read).stream()).toList();
    return new ProvidersConfig(providers, unknown ? null : preferred);
  }

  /** The provider of that name. */
  public Optional<ProviderConfig> named(String name) {
    return find(providers, name);
  }

  /**
   * Who serves a bare model name: the preferred provider, else the first; where that one's key is
   * not set, the first simulated one, if there is any.
   */
  public ProviderConfig standard() {
    ProviderConfig wanted = wanted();
    if (wanted.isUsable()) {
      return wanted;
    }
    return providers.stream()
        .filter(ProviderConfig.Simulated.class::isInstance)
        .findFirst()
        .orElse(wanted);
  }

  /** Who would serve a bare model name if its key were set; empty where nothing is missing. */
  public Optional<ProviderConfig.OpenAi> keyless() {
    return wanted() instanceof ProviderConfig.OpenAi wanted && !wanted.isUsable()
        ? Optional.of(wanted)
        : Optional.empty();
  }

  private ProviderConfig wanted() {
    return preferred == null ? providers.getFirst() : find(providers, preferred).orElseThrow();
  }

  private static Optional<ProviderConfig> find(List<ProviderConfig> providers, String name) {
    return providers.stream().filter(provider -> provider.name().equals(name)).findFirst();
  }
}
