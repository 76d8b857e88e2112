// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ratchet.base.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
  private static final Path DUETMIND = Path.of("src/test/resources/config/duetmind.yaml");

  @TempDir private Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void laysFourLayersOverOneAnother() throws IOException {
    Path file =
        file(
            "ratchet.yaml",
            """
            server: {port: 1, max_connections: 1, host: one, max_body: 1KiB, max_header: 1KiB}
            production: {server: {max_connections: 2, host: two, max_body: 2KiB}}
            """);
    file(
        "ratchet-production.yaml",
        """
        server: {host: three, max_body: 3KiB}
        production: {server: {max_body: 4KiB}}
        """);
    ServerConfig server = Config.load(file, "production", Map.of(), Map.of()).server();
    assertThat(server.port()).isEqualTo(1);
    assertThat(server.maxConnections()).isEqualTo(2);
    assertThat(server.host()).isEqualTo("three");
    assertThat(server.maxBody()).isEqualTo(4096);
  }

  @Test
  void replacesListsAndGivesBackDefaults() throws IOException {
    Path file =
        file(
            "ratchet.yaml",
            """
            retraining: {data_directories: [a, b], min_new_samples: 5}
            calls: {retention: 60d}
            production:
              retraining: {data_directories: [c], min_new_samples: null}
              calls:
            """);
    Config config = Config.load(file, "production", Map.of(), Map.of());
    assertThat(config.retraining().dataDirectories()).containsExactly("c");
    assertThat(config.retraining().minNewSamples()).isEqualTo(1000);
    assertThat(config.calls().retention()).hasDays(60);
  }

  @Test
  void doesWithoutAMainFileWhereTheProfileHasOne() throws IOException {
    Path file = file("ratchet.yaml", "");
    file("ratchet-staging.yaml", "server: {port: 7}\n");
    assertThat(Config.load(file, "staging", Map.of(), Map.of()).server().port()).isEqualTo(7);
    assertThat(Config.load(file, null, Map.of(), Map.of()).server().port()).isEqualTo(8000);
  }

  @Test
  void namesThePlaceInTheFileOfTheProfile() throws IOException {
    Path file = file("ratchet.yaml", "server: {port: 1}\n");
    Path profile = file("ratchet-production.yaml", "\nserver:\n  port: one\n");
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Config.load(file, "production", Map.of(), Map.of()))
        .withMessage(profile + ":3:9: server.port must be a whole number from 0 to 65535, got one");
  }

  @Test
  void refusesAProfileThatIsWrittenNowhere() throws IOException {
    Path file = file("ratchet.yaml", "production: {server: {port: 1}}\n");
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Config.load(file, "prodution", Map.of(), Map.of()))
        .withMessage(
            "command line: the profile prodution has neither a file %s nor a section in %s"
                .formatted(directory.resolve("ratchet-prodution.yaml"), file));
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Config.load(file, null, Map.of("RATCHET_PROFILE", "../x"), Map.of()))
        .withMessage(
            "environment variable RATCHET_PROFILE: the profile must be a name of letters, digits,"
                + " - and _, got ../x");
  }

  @Test
  void refusesAProfileNamedLikeASection() throws IOException {
    Path file = file("ratchet.yaml", "server: {port: 1}\n");
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Config.load(file, "server", Map.of(), Map.of()))
        .withMessageContaining("the profile server is named like a section; choose another name");
  }

  @Test
  void leavesOtherProfilesOutOfEffectAndSaysSo() throws IOException {
    Path file = file("ratchet.yaml", "eu-west: {server: {port: 1, host: \"${NOT_SET}\"}}\n");
    Config config = Config.load(file, null, Map.of(), Map.of());
    assertThat(config.server().port()).isEqualTo(8000);
    assertThat(config.show())
        .contains("# Not in effect: the section eu-west (" + file + ":1); --profile eu-west");
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Config.load(file, "eu-west", Map.of(), Map.of()))
        .withMessageContaining("server.host: the environment variable NOT_SET is not set");
  }

  @Test
  void readsTheFileOfTheProductionGuideAsItIsWritten() {
    Config config = Config.load(DUETMIND, "production", Map.of(), Map.of());
    assertThat(config.monitoring())
        .isEqualTo(
            new MonitoringConfig(
                0.05,
                0.02,
                0.02,
                500,
                0.1,
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                Duration.ofDays(90)));
    assertThat(config.retraining().dataDirectories())
        .isEqualTo(List.of("data/raw", "data/processed"));
    assertThat(config.abTesting()).isEqualTo(new AbTestingConfig(0.1, 500, 0.05, 1_000_000));
    assertThat(config.serving())
        .extracting(
            ServingConfig::host,
            ServingConfig::port,
            ServingConfig::enableMonitoring,
            ServingConfig::enableAbTesting)
        .containsExactly("0.0.0.0", 5000, true, true);
    assertThat(config.server().host()).isEqualTo("0.0.0.0");
    assertThat(config.server().port()).isEqualTo(5000);
    assertThat(config.server().isLoopback()).isFalse();
  }

  @Test
  void hostAndPortOfTheServerStandOverThoseOfServing() throws IOException {
    Path file = file("ratchet.yaml", "serving: {port: 5000, host: one}\nserver: {port: 8000}\n");
    ServerConfig server = Config.load(file, null, Map.of(), Map.of()).server();
    assertThat(server.port()).isEqualTo(8000);
    assertThat(server.host()).isEqualTo("one");
  }
}
