// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ratchet.base.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a feature reads its part, shown with a feature of this test. */
class SettingsTest {
  @TempDir private Path directory;

  private record Kettle(int litres, boolean whistles) {
    Kettle {
      if (litres > 5 && whistles) {
        throw Failure.invalid("a kettle of " + litres + " litres cannot whistle", "take a smaller");
      }
    }

    static Kettle read(Section section) {
      section.removed("volume", "kettle.litres");
      return new Kettle(
          section.integer("litres", 2, 1, 10, "What it holds."),
          section.flag("whistles", true, "Whether it whistles."));
    }
  }

  private Settings settings(String text, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(directory.resolve("k.yaml"), text);
    return Settings.open(file, null, environment, Map.of());
  }

  @Test
  void readsAFeature() throws IOException {
    Settings settings = settings("kettle: {litres: 3}", Map.of("RATCHET_KETTLE_WHISTLES", "false"));
    Supplier<Kettle> kettle = settings.read("kettle", Kettle::read);
    settings.finish();
    assertThat(kettle.get()).isEqualTo(new Kettle(3, false));
  }

  @Test
  void namesTheSuccessorOfARemovedKey() throws IOException {
    Settings settings = settings("kettle:\n  volume: 3\n", Map.of("RATCHET_KETTLE_VOLUME", "1"));
    settings.read("kettle", Kettle::read);
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(settings::finish)
        .withMessage(
            """
            %s/k.yaml:2:3: kettle.volume was removed; write kettle.litres
            environment variable RATCHET_KETTLE_VOLUME: kettle.volume was removed; set \
            RATCHET_KETTLE_LITRES\
            """
                .formatted(directory));
  }

  @Test
  void turnsARefusalOfTheRecordIntoAFaultOfItsSection() throws IOException {
    Settings settings = settings("kettle:\n  litres: 7\ncup: 1\n", Map.of());
    Supplier<Kettle> kettle = settings.read("kettle", Kettle::read);
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(settings::finish)
        .withMessage(
            """
            %1$s/k.yaml:2:11: kettle: a kettle of 7 litres cannot whistle
            %1$s/k.yaml:3:1: unknown key cup; the sections are kettle\
            """
                .formatted(directory));
    assertThatIllegalStateException().isThrownBy(kettle::get);
  }

  @Test
  void laterReaderOwnsASectionThatIsLeftOpen() throws IOException {
    Settings settings =
        settings("kettle:\n  litres: 3\n  colour: red\n", Map.of("RATCHET_KETTLE_SHAPE", "round"));
    Section kettle = settings.root().section("kettle");
    kettle.leaveOpen();
    settings.finish();
    Kettle.read(kettle);
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(kettle::finish)
        .withMessage(
            """
            %s/k.yaml:3:3: unknown key kettle.colour; kettle has litres, whistles
            environment variable RATCHET_KETTLE_SHAPE: stands for no key; unset it, or see \
            `ratchet config show` for the keys\
            """
                .formatted(directory));
  }

  @Test
  void providerReadsItsOwnOptionsAfterwards() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("p.yaml"), "providers: {simulated: {seed: 7, latency: 20ms}}");
    Config config =
        Config.load(file, null, Map.of("RATCHET_PROVIDERS_SIMULATED_SEED", "8"), Map.of());
    assertThat(config.providers().standard())
        .isInstanceOfSatisfying(
            ProviderConfig.Simulated.class,
            provider -> {
              Section options = provider.options();
              assertThat(options.longInteger("seed", 1, 0, Long.MAX_VALUE, "The seed."))
                  .isEqualTo(8);
              assertThatExceptionOfType(Failure.class)
                  .isThrownBy(options::finish)
                  .withMessageContaining("unknown key providers.simulated.latency");
            });
  }
}
