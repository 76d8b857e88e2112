// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything the operator can set, read and checked.
 *
 * @param prices the price book that takes the place of the included one; null for that one
 * @param settings what it was read from, for the keys that a later reader owns
 */
public record Config(
    DataConfig data,
    ServerConfig server,
    StorageConfig storage,
    ArtifactsConfig artifacts,
    PromptsConfig prompts,
    ProvidersConfig providers,
    @Nullable Path prices,
    CallsConfig calls,
    ExtractionConfig extraction,
    MonitoringConfig monitoring,
    DriftConfig drift,
    MetricsConfig metrics,
    RetrainingConfig retraining,
    AbTestingConfig abTesting,
    SimulationConfig simulation,
    WebhooksConfig webhooks,
    BackupConfig backup,
    ServingConfig serving,
    TransfersConfig transfers,
    TracesConfig traces,
    RunsConfig runs,
    Settings settings) {

  /** The sections in the order in which people look for them. */
  private static final List<String> SECTIONS =
      List.of(
          "data", "server", "storage", "artifacts", "prompts", "providers", "calls", "extraction");

  /**
   * Loads the files and lays the environment and the flags over them; refuses with every fault at
   * once. The sections of profiles that are not in effect are checked as well.
   *
   * @param file null for RATCHET_CONFIG, else {@code ratchet.yaml} here, where there is one
   * @param profile null for RATCHET_PROFILE, else none
   * @param environment the variables of the process
   * @param flags values by path, such as {@code server.port}, over everything else
   */
  public static Config load(
      @Nullable Path file,
      @Nullable String profile,
      Map<String, String> environment,
      Map<String, String> flags) {
    Settings settings = Settings.open(file, profile, environment, flags);
    Supplier<Config> config = read(settings);
    settings.addUnknown();
    for (String other : settings.otherProfiles().keySet()) {
      Settings tried = settings.inProfile(other);
      var _ = read(tried);
      tried.addUnknown();
      settings.faults().addAll(tried.faults());
    }
    settings.faults().refuse();
    return config.get();
  }

  /** Everything at its default. */
  public static Config standard() {
    return read(Settings.empty()).get();
  }

  private static Supplier<Config> read(Settings settings) {
    SECTIONS.forEach(settings.ledger()::declareSection);
    DataConfig data = DataConfig.read(settings.root().section("data"));
    moveData(settings);
    ServingConfig serving = ServingConfig.read(settings.root().section("serving"));
    var server = settings.read("server", section -> ServerConfig.read(section, serving));
    var storage = settings.read("storage", section -> StorageConfig.read(section, data));
    var artifacts = settings.read("artifacts", section -> ArtifactsConfig.read(section, data));
    var prompts = settings.read("prompts", PromptsConfig::read);
    var providers = settings.read("providers", ProvidersConfig::read);
    Path prices =
        settings
            .root()
            .optionalPath("prices", "A price book in place of the included one: a YAML file.");
    var calls = settings.read("calls", section -> CallsConfig.read(section, data));
    var extraction = settings.read("extraction", ExtractionConfig::read);
    var monitoring = settings.read("monitoring", MonitoringConfig::read);
    double usual = MonitoringConfig.driftThreshold(settings.root().section("monitoring"));
    var drift = settings.read("drift", section -> DriftConfig.read(section, usual));
    var metrics = settings.read("metrics", MetricsConfig::read);
    var retraining = settings.read("retraining", RetrainingConfig::read);
    var abTesting = settings.read("ab_testing", AbTestingConfig::read);
    var simulation = settings.read("simulation", SimulationConfig::read);
    var transfers = settings.read("transfers", TransfersConfig::read);
    var traces = settings.read("traces", TracesConfig::read);
    var runs = settings.read("runs", RunsConfig::read);
    var webhooks = settings.read("webhooks", WebhooksConfig::read);
    var backup = settings.read("backup", BackupConfig::read);
    return () ->
        new Config(
            data,
            server.get(),
            storage.get(),
            artifacts.get(),
            prompts.get(),
            providers.get(),
            prices,
            calls.get(),
            extraction.get(),
            monitoring.get(),
            drift.get(),
            metrics.get(),
            retraining.get(),
            abTesting.get(),
            simulation.get(),
            webhooks.get(),
            backup.get(),
            serving,
            transfers.get(),
            traces.get(),
            runs.get(),
            settings);
  }

  /**
   * A data directory that a flag or variable names takes along what a file places on this machine:
   * who asks for another directory must not write into the database of the first.
   */
  private static void moveData(Settings settings) {
    if (settings.rank("data.directory") > 1) {
      settings.sources().outrank("storage.url", "sqlite:");
      settings.sources().outrank("artifacts.url", "file:");
      settings.sources().outrank("calls.spool.directory", "");
    }
  }

  /** The configuration in effect as YAML, secrets hidden, each set value with its origin. */
  public String show() {
    return Show.of(settings);
  }

  /** The reference of all keys in Markdown, with those that providers read themselves. */
  public static String reference(List<Consumer<Section>> providers) {
    Settings settings = Settings.empty();
    var _ = read(settings).get();
    Section entry = settings.root().section("providers").entry("simulated");
    providers.forEach(reader -> reader.accept(entry));
    return Reference.of(settings.ledger());
  }
}
