// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Failure;
import io.ratchet.base.Pause;
import io.ratchet.call.Calls;
import io.ratchet.config.Config;
import io.ratchet.config.ProviderConfig;
import io.ratchet.config.ProvidersConfig;
import io.ratchet.gateway.CallSink;
import io.ratchet.gateway.OpenAiProvider;
import io.ratchet.gateway.PriceBook;
import io.ratchet.gateway.PriceFile;
import io.ratchet.gateway.Provider;
import io.ratchet.gateway.ProviderLimits;
import io.ratchet.gateway.Providers;
import io.ratchet.gateway.SimulatedConfig;
import io.ratchet.gateway.SimulatedProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The parts of the gateway that the configuration decides: who answers, and what it costs. */
final class Gateways {
  private static final Logger LOG = System.getLogger(Gateways.class.getName());
  private static final String INCLUDED_PRICES = "/prices.yaml";

  private Gateways() {}

  /** Refuses what a start would refuse: the keys and files of providers, and the price book. */
  static void check(Config config) {
    for (ProviderConfig provider : config.providers().providers()) {
      switch (provider) {
        case ProviderConfig.OpenAi _ -> {}
        case ProviderConfig.Simulated simulated -> {
          var _ = SimulatedConfig.read(simulated.options());
        }
      }
    }
    var _ = prices(config);
  }

  /** A start that serves made-up answers where real ones were asked for says so. */
  private static void warnOfMissingKey(ProvidersConfig providers) {
    providers
        .keyless()
        .ifPresent(wanted -> {
          ProviderConfig standard = providers.standard();
          LOG.log(
              Level.WARNING,
              "provider {0} has no API key, because the environment variable {1} is not set; {2}",
              wanted.name(),
              wanted.awaitedVariable(),
              standard.equals(wanted)
                  ? "its requests go out without one"
                  : "what was meant for it is answered by provider "
                      + standard.name()
                      + ", which makes its answers up");
        });
  }

  static Providers providers(Config config, Platform platform) {
    warnOfMissingKey(config.providers());
    List<Provider> providers = new ArrayList<>();
    Duration deadline = config.server().requestTimeout();
    for (ProviderConfig provider : config.providers().providers()) {
      providers.add(
          switch (provider) {
            case ProviderConfig.OpenAi openAi -> OpenAiProvider.open(openAi, deadline);
            case ProviderConfig.Simulated simulated ->
                new SimulatedProvider(
                    simulated.name(),
                    simulated.models(),
                    ProviderLimits.simulated(deadline),
                    SimulatedConfig.read(simulated.options()),
                    Pause.system(),
                    platform.time());
          });
    }
    return new Providers(providers, config.providers().standard().name());
  }

  /** The operator's price book, else the one that comes with the product. */
  static PriceBook prices(Config config) {
    Path file = config.prices();
    try {
      return PriceFile.read(file == null ? includedPrices() : Files.readAllBytes(file));
    } catch (IOException e) {
      throw Failure.invalid(
          "prices names " + file + ", which cannot be read: " + e.getMessage(),
          "correct the path, or leave it out to use the included price book");
    }
  }

  private static byte[] includedPrices() {
    try (InputStream in = Gateways.class.getResourceAsStream(INCLUDED_PRICES)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + INCLUDED_PRICES);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CallSink sink(Calls calls) {
    return bytes -> calls.reserve(bytes)::record;
  }
}
