// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ratchet.base.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
  @TempDir private Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("ratchet.yaml"), text);
  }

  @Test
  void flagsStandOverVariablesAndVariablesOverTheFile() throws IOException {
    Path file = file("server: {port: 1, max_connections: 1, host: one}\n");
    Map<String, String> environment =
        Map.of("RATCHET_SERVER_PORT", "2", "RATCHET_SERVER_MAX_CONNECTIONS", "2");
    ServerConfig server = Config.load(file, null, environment, Map.of("server.port", "3")).server();
    assertThat(server.port()).isEqualTo(3);
    assertThat(server.maxConnections()).isEqualTo(2);
    assertThat(server.host()).isEqualTo("one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RATCHET_SERVER_PROT | 1 | stands for no key; did you mean RATCHET_SERVER_PORT?
          RATCHET_PORT | 1 | stands for no key; did you mean RATCHET_SERVER_PORT?
          RATCHET_CONFG | x | stands for no key; did you mean RATCHET_CONFIG?
          RATCHET_SERVER_PORT | x | server.port must be a whole number from 0 to 65535, got x
          RATCHET_CALLS_STORE_BODIES | no | calls.store_bodies must be true or false, got no
          RATCHET_PROVIDERS_GROQ_KIND | openai | stands for no key; unset it, or see `ratchet config show` for the keys
          """)
  void refusesWhatItCannotUse(String name, String value, String message) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Config.load(null, null, Map.of(name, value), Map.of()))
        .withMessage("environment variable " + name + ": " + message);
  }

  @Test
  void refusesFlagsThatNobodyReads() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Config.load(null, null, Map.of(), Map.of("server.prot", "1")))
        .withMessage("command line: unknown key server.prot; did you mean server.port?");
  }

  @Test
  void ignoresVariablesOfTheLauncherAndOfOthers() {
    Map<String, String> environment =
        Map.of("RATCHET_HOME", "/opt", "RATCHET_JAVA_OPTS", "-Xmx1g", "RATCHETING", "x", "A", "b");
    assertThat(Config.load(null, null, environment, Map.of()).server())
        .isEqualTo(Config.standard().server());
  }

  @Test
  void treatsAnEmptyVariableAsNotSet() throws IOException {
    Path file = file("server: {port: 9000, host: \"${EMPTY:-example.com}\"}\n");
    ServerConfig server =
        Config.load(file, null, Map.of("RATCHET_SERVER_PORT", "", "EMPTY", ""), Map.of()).server();
    assertThat(server.port()).isEqualTo(9000);
    assertThat(server.host()).isEqualTo("example.com");
  }

  @Test
  void readsTheFileAndProfileThatVariablesName() throws IOException {
    Path file = file("server: {port: 9000}\nproduction: {server: {port: 9001}}\n");
    Map<String, String> environment =
        Map.of("RATCHET_CONFIG", file.toString(), "RATCHET_PROFILE", "production");
    assertThat(Config.load(null, null, environment, Map.of()).server().port()).isEqualTo(9001);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ${HOST} | example.com
          a-${HOST}-b | a-example.com-b
          ${NONE:-other} | other
          ${HOST:-other} | example.com
          ${NONE:-a:-b}c | a:-bc
          $${HOST} | ${HOST}
          $HOST | $HOST
          $$$ | $$$
          ${NESTED} | ${HOST}
          """)
  void replacesVariablesInValues(String written, String value) throws IOException {
    Path file = file("server: {host: '" + written + "'}\n");
    Map<String, String> environment = Map.of("HOST", "example.com", "NESTED", "${HOST}");
    assertThat(Config.load(file, null, environment, Map.of()).server().host()).isEqualTo(value);
  }

  @Test
  void secretOfAVariableThatIsNotSetIsNone() throws IOException {
    Path file =
        file(
            """
            providers:
              main: {base_url: 'http://main/v1', api_key: "${MAIN_KEY}"}
              simulated: {}
            """);
    ProvidersConfig without = Config.load(file, null, Map.of(), Map.of()).providers();
    assertThat(without.standard().name()).isEqualTo("simulated");
    assertThat(without.keyless())
        .hasValueSatisfying(main -> assertThat(main.awaitedVariable()).isEqualTo("MAIN_KEY"));
    ProvidersConfig with = Config.load(file, null, Map.of("MAIN_KEY", "k"), Map.of()).providers();
    assertThat(with.standard())
        .isInstanceOfSatisfying(
            ProviderConfig.OpenAi.class,
            provider -> assertThat(provider.apiKey()).isEqualTo(new Secret("k")));
    assertThat(with.keyless()).isEmpty();
  }

  @Test
  void providerWithoutAnyKeyIsUsable() throws IOException {
    Path file = file("providers: {local: {base_url: 'http://127.0.0.1:11434/v1'}, simulated: }\n");
    ProvidersConfig providers = Config.load(file, null, Map.of(), Map.of()).providers();
    assertThat(providers.standard().name()).isEqualTo("local");
  }

  @Test
  void usualKeyGoesToItsOwnAddressOnly() throws IOException {
    Map<String, String> environment = Map.of("OPENAI_API_KEY", "sk");
    assertThat(Config.load(null, null, environment, Map.of()).providers().standard().name())
        .isEqualTo("openai");
    Path file = file("providers: {other: {base_url: 'https://api.openai.com.evil.example/v1'}}\n");
    assertThat(Config.load(file, null, environment, Map.of()).providers().standard())
        .isInstanceOfSatisfying(
            ProviderConfig.OpenAi.class, provider -> assertThat(provider.apiKey()).isNull());
  }

  @Test
  void dataDirectoryOfAFlagMovesWhatTheFilePlacesOnThisMachine() throws IOException {
    Path file =
        file(
            """
            storage: {url: 'sqlite:data/ratchet.db'}
            artifacts: {url: 'file:data/artifacts'}
            calls: {spool: {directory: data/spool}}
            """);
    Config moved = Config.load(file, null, Map.of(), Map.of("data.directory", "/tmp/other"));
    assertThat(moved.storage().url()).isEqualTo("sqlite:/tmp/other/ratchet.db");
    assertThat(moved.artifacts().url()).isEqualTo("file:/tmp/other/artifacts");
    assertThat(moved.calls().spool().directory()).isEqualTo(Path.of("/tmp/other/spool"));
  }

  @Test
  void dataDirectoryOfAFlagLeavesServersAndOtherFlags() throws IOException {
    Path file = file("storage: {url: 'postgresql://host/name'}\n");
    Map<String, String> flags =
        Map.of("data.directory", "/tmp/other", "artifacts.url", "file:elsewhere");
    Config config = Config.load(file, null, Map.of(), flags);
    assertThat(config.storage().url()).isEqualTo("postgresql://host/name");
    assertThat(config.artifacts().url()).isEqualTo("file:elsewhere");
  }
}
