// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.gateway.SimulatedConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  private static final Path GOOD = Path.of("src/test/resources/config/good.yaml");
  private static final Map<String, String> SECRETS =
      Map.of("DATABASE_PASSWORD", "hunter2", "PROVIDER_KEY", "sk-hunter2");

  @Test
  void hasTheseDefaults() {
    Config config = Config.standard();
    assertThat(config.data()).isEqualTo(new DataConfig(Path.of("data")));
    assertThat(config.server())
        .isEqualTo(
            new ServerConfig(
                "127.0.0.1",
                8000,
                16 << 20,
                16 << 10,
                10_000,
                Duration.ofMinutes(10),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30)));
    assertThat(config.storage())
        .isEqualTo(new StorageConfig("sqlite:data/ratchet.db", 10, Duration.ofSeconds(5)));
    assertThat(config.artifacts())
        .isEqualTo(new ArtifactsConfig("file:data/artifacts", null, 100L << 30));
    assertThat(config.prompts())
        .isEqualTo(
            new PromptsConfig(Path.of("prompts"), "extraction", null, Duration.ofSeconds(1)));
    assertThat(config.providers().preferred()).isNull();
    assertThat(config.providers().providers()).hasSize(2);
    assertThat(config.providers().providers().getFirst())
        .isEqualTo(
            new ProviderConfig.OpenAi(
                "openai",
                URI.create("https://api.openai.com/v1"),
                null,
                "OPENAI_API_KEY",
                Duration.ofMinutes(2),
                Duration.ofSeconds(5),
                2,
                512,
                512,
                List.of()));
    assertThat(config.providers().standard().name()).isEqualTo("simulated");
    assertThat(config.prices()).isNull();
    assertThat(config.calls())
        .isEqualTo(
            new CallsConfig(
                true,
                Duration.ofDays(30),
                Duration.ofDays(400),
                Duration.ofDays(35),
                "persona",
                30,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                new CallsConfig.Spool(Path.of("data/spool"), 1 << 30, Duration.ofMillis(5))));
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
    assertThat(config.retraining())
        .isEqualTo(
            new RetrainingConfig(
                1000,
                7,
                0.05,
                0.1,
                6,
                4,
                List.of(),
                List.of(".csv", ".parquet"),
                0.02,
                100,
                List.of(),
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(30),
                4L << 30,
                1));
    assertThat(config.abTesting()).isEqualTo(new AbTestingConfig(0.1, 500, 0.05, 1_000_000));
    assertThat(config.traces()).isEqualTo(new TracesConfig(Duration.ofDays(90)));
    assertThat(config.runs()).isEqualTo(new RunsConfig(null));
    assertThat(config.transfers()).isEqualTo(new TransfersConfig(List.of(), Duration.ofMinutes(1)));
    assertThat(config.serving())
        .isEqualTo(
            new ServingConfig(
                null,
                null,
                true,
                true,
                null,
                32,
                1L << 30,
                512L << 20,
                10_000,
                512,
                Duration.ZERO,
                0,
                Duration.ofSeconds(5),
                64,
                256,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30)));
  }

  @Test
  void readsEveryKey() {
    Config config = Config.load(GOOD, null, SECRETS, Map.of());
    assertThat(config.data()).isEqualTo(new DataConfig(Path.of("/var/lib/ratchet")));
    assertThat(config.server())
        .isEqualTo(
            new ServerConfig(
                "0.0.0.0",
                9000,
                32 << 20,
                8 << 10,
                5000,
                Duration.ofMinutes(90),
                Duration.ofSeconds(90),
                Duration.ofMinutes(1)));
    assertThat(config.storage())
        .isEqualTo(
            new StorageConfig(
                "postgresql://ratchet:hunter2@database:5432/ratchet", 20, Duration.ofSeconds(2)));
    assertThat(config.artifacts())
        .isEqualTo(
            new ArtifactsConfig(
                "s3://artifacts/ratchet", URI.create("http://minio:9000"), 20L << 30));
    assertThat(config.prompts())
        .isEqualTo(
            new PromptsConfig(
                Path.of("shared/prompts"), "triage", "openai/gpt-4o", Duration.ofSeconds(5)));
    assertThat(config.providers().preferred()).isEqualTo("local");
    assertThat(config.providers().providers())
        .extracting(ProviderConfig::name)
        .containsExactly("openai", "local", "simulated");
    assertThat(config.providers().named("openai"))
        .contains(
            new ProviderConfig.OpenAi(
                "openai",
                URI.create("https://eu.api.openai.com/v1"),
                new Secret("sk-hunter2"),
                null,
                Duration.ofSeconds(30),
                Duration.ofMillis(500),
                0,
                64,
                128,
                List.of("gpt-4o", "gpt-4o-mini")));
    assertThat(config.prices()).isEqualTo(Path.of("prices.yaml"));
    assertThat(config.calls())
        .isEqualTo(
            new CallsConfig(
                false,
                Duration.ofDays(7),
                Duration.ofDays(90),
                Duration.ofDays(14),
                "tenant",
                100,
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                new CallsConfig.Spool(
                    Path.of("/var/spool/ratchet"), 512 << 20, Duration.ofMillis(20))));
    assertThat(config.monitoring())
        .isEqualTo(
            new MonitoringConfig(
                0.08,
                0.04,
                0.01,
                750.5,
                0.2,
                Duration.ofMinutes(5),
                Duration.ofSeconds(10),
                Duration.ofDays(30)));
    assertThat(config.retraining())
        .isEqualTo(
            new RetrainingConfig(
                2000,
                14,
                0.03,
                0.15,
                12,
                2,
                List.of("data/raw", "data/processed"),
                List.of(".csv"),
                0.05,
                50,
                List.of("mon-fri 08:00-18:00"),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                2L << 30,
                2));
    assertThat(config.traces()).isEqualTo(new TracesConfig(Duration.ofDays(14)));
    assertThat(config.runs()).isEqualTo(new RunsConfig(Duration.ofDays(45)));
    assertThat(config.transfers())
        .isEqualTo(
            new TransfersConfig(
                List.of("/srv/mlflow", "https://mlflow.internal"), Duration.ofMinutes(2)));
    assertThat(config.abTesting()).isEqualTo(new AbTestingConfig(0.25, 1000, 0.01, 5000));
    assertThat(config.serving())
        .isEqualTo(
            new ServingConfig(
                "10.0.0.1",
                5000,
                false,
                false,
                "churn",
                8,
                512L << 20,
                64L << 20,
                1_000,
                128,
                Duration.ofMillis(1),
                5_000,
                Duration.ofSeconds(2),
                16,
                32,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1)));
  }

  @Test
  void goodFileSetsEveryKeyOfTheReferenceToAnotherValue() {
    Ledger good = Config.load(GOOD, null, SECRETS, Map.of()).settings().ledger();
    Ledger standard = Config.standard().settings().ledger();
    Set<String> set = new TreeSet<>();
    for (Ledger.Effective value : good.effective()) {
      if (value.origin() != null) {
        set.add(value.path().replaceFirst("^providers\\.[a-z]+\\.", "providers.NAME."));
      }
      Ledger.Effective usual = standard.effective(value.path());
      if (usual != null && !value.path().endsWith(".kind")) {
        assertThat(value.yaml()).as(value.path()).isNotEqualTo(usual.yaml());
      }
    }
    assertThat(set)
        .containsExactlyInAnyOrderElementsOf(standard.keys().stream().map(Key::path).toList());
  }

  @Test
  void everyKeyCanBeWrittenAsVariableOrFlagInstead(@TempDir Path directory) throws IOException {
    Path names = directory.resolve("names.yaml");
    Files.writeString(names, "providers: {openai: , local: , simulated: {seed: 7}}\n");
    Map<String, String> variables = new HashMap<>(SECRETS);
    Map<String, String> flags = new HashMap<>();
    leaves("", Yaml.read("good", Files.readString(GOOD), new Faults()), flags);
    flags.remove("providers.simulated.seed");
    flags.replaceAll((path, text) -> String.valueOf(Substitution.of(text, SECRETS).text()));
    flags.forEach((path, text) -> variables.put(Key.variable(path), text));
    String wanted = values(Config.load(GOOD, null, SECRETS, Map.of()).show());
    assertThat(values(Config.load(names, null, variables, Map.of()).show())).isEqualTo(wanted);
    assertThat(values(Config.load(names, null, SECRETS, flags).show())).isEqualTo(wanted);
  }

  private static void leaves(String path, Node node, Map<String, String> leaves) {
    switch (node) {
      case Node.Scalar scalar -> leaves.put(path, String.valueOf(scalar.text()));
      case Node.Sequence list -> {
        List<String> items = new ArrayList<>();
        list.items().forEach(item -> items.add(item.shown()));
        leaves.put(path, String.join(",", items));
      }
      case Node.Mapping mapping ->
          mapping
              .entries()
              .forEach((key, entry) -> leaves(Key.join(path, key), entry.value(), leaves));
    }
  }

  @Test
  void readsFilesOfWindowsEditors(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("windows.yaml");
    Files.writeString(file, "\uFEFFserver:\r\n  port: 9000\r\n  host: \"b\u00FCro\"\r\n");
    ServerConfig server = Config.load(file, null, Map.of(), Map.of()).server();
    assertThat(server.port()).isEqualTo(9000);
    assertThat(server.host()).isEqualTo("b\u00FCro");
  }

  @Test
  void noTwoKeysShareAVariable() {
    assertThat(Config.standard().settings().ledger().keys())
        .extracting(Key::variable)
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(Variables.RESERVED);
  }

  @Test
  void shownConfigurationReadsBackAsTheSame(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("shown.yaml");
    String shown = Config.standard().show();
    Files.writeString(file, shown);
    assertThat(values(Config.load(file, null, Map.of(), Map.of()).show())).isEqualTo(values(shown));

    String good = Config.load(GOOD, null, SECRETS, Map.of()).show();
    Files.writeString(file, good);
    assertThat(values(Config.load(file, null, Map.of(), Map.of()).show())).isEqualTo(values(good));
  }

  private static String values(String shown) {
    return shown.replaceAll("(?m)\\s+#.*$|^#.*\\n", "");
  }

  @Test
  void showHidesSecretsAndNamesOrigins() {
    Map<String, String> environment = new HashMap<>(SECRETS);
    environment.put("RATCHET_SERVER_PORT", "9001");
    Config config = Config.load(GOOD, null, environment, Map.of("prompts.default", "notes"));
    assertThat(config.show())
        .doesNotContain("hunter2")
        .containsPattern(
            "url: postgresql://ratchet:\\*\\*\\*@database:5432/ratchet +# .*good.yaml:")
        .containsPattern("api_key: \"\\*\\*\\*\" +# .*good.yaml:")
        .containsPattern("port: 9001 +# RATCHET_SERVER_PORT\n")
        .containsPattern("default: notes +# command line\n")
        .containsPattern("max_body: 32MiB +# .*good.yaml:6\n");
    assertThat(config.toString()).doesNotContain("hunter2");
  }

  @Test
  void showSaysThatAKeyIsAwaited() {
    assertThat(Config.standard().show())
        .containsPattern("api_key: null +# OPENAI_API_KEY is not set\n");
  }

  @Test
  void referenceIsTheOneInTheDocumentation() throws IOException {
    Path page = Path.of("../docs/reference/configuration.md");
    String reference = Config.reference(List.of(SimulatedConfig::read));
    if (Boolean.getBoolean("ratchet.update")) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, reference);
    }
    assertThat(page).hasContent(reference);
  }
}
