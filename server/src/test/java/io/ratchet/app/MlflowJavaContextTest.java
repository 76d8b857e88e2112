// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static io.ratchet.app.JavaClients.all;
import static io.ratchet.app.JavaClients.latest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.ratchet.base.Json;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.tracking.ActiveRun;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowContext;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;
import tools.jackson.databind.node.ObjectNode;

/** MLflow's own client for Java, as it is: its context, the registry, and how it says who it is. */
@ParameterizedClass
@EnumSource(Engine.class)
final class MlflowJavaContextTest {
  private static final JavaClients CLIENTS = new JavaClients();

  private final RunningApp app;
  private final MlflowClient client;
  private final String name;

  MlflowJavaContextTest(Engine engine) {
    app = CLIENTS.app(engine);
    client = JavaClients.client(app, app.key());
    name = "java-" + System.identityHashCode(this) + "-" + System.identityHashCode(client);
  }

  @AfterEach
  void closeClient() {
    client.close();
  }

  @AfterAll
  static void close() {
    CLIENTS.close();
  }

  @Test
  void theRegistryIsReadWithItsStagesAndUris() {
    String run = client.createRun(client.createExperiment(name)).getRunId();
    String source = "mlflow-artifacts:/0/" + run + "/artifacts/model";
    post("registered-models/create", "name", name, "description", "what it is");
    for (int i = 0; i < 3; i++) {
      post("model-versions/create", "name", name, "source", source + i, "run_id", run);
    }
    transition("1", "Production");
    transition("2", "Staging");
    client.sendPatch(
        "model-versions/update", body("name", name, "version", "3", "description", "the newest"));

    assertThat(client.getRegisteredModel(name).getDescription()).isEqualTo("what it is");
    assertThat(client.getRegisteredModel(name).getLatestVersionsList()).hasSize(3);
    assertThat(client.getLatestVersions(name))
        .extracting(ModelVersion::getVersion, ModelVersion::getCurrentStage)
        .containsExactlyInAnyOrder(
            tuple("1", "Production"), tuple("2", "Staging"), tuple("3", "None"));
    assertThat(client.getLatestVersions(name, List.of("Staging", "production")))
        .extracting(ModelVersion::getVersion)
        .containsExactlyInAnyOrder("1", "2");
    ModelVersion version = client.getModelVersion(name, "3");
    assertThat(version.getDescription()).isEqualTo("the newest");
    assertThat(version.getRunId()).isEqualTo(run);
    assertThat(version.getSource()).isEqualTo(source + "2");
    assertThat(version.getStatus().name()).isEqualTo("READY");
    assertThat(client.getModelVersionDownloadUri(name, "2")).isEqualTo(source + "1");

    assertThat(
            all(
                client.searchModelVersions(
                    "name='" + name + "'", 2, List.of("version_number ASC"))))
        .extracting(ModelVersion::getVersion)
        .containsExactly("1", "2", "3");
    assertThat(client.searchModelVersions("name='" + name + "'").getItems()).hasSize(3);
    assertThat(all(client.searchModelVersions())).extracting(ModelVersion::getName).contains(name);
    MlflowHttpException missing =
        catchThrowableOfType(MlflowHttpException.class, () -> client.getModelVersion(name, "9"));
    assertThat(missing.getStatusCode()).isEqualTo(404);
    assertThat(missing.getBodyMessage())
        .contains("Model Version (name=" + name + ", version=9) not found");
  }

  private void transition(String version, String stage) {
    post("model-versions/transition-stage", "name", name, "version", version, "stage", stage);
  }

  private void post(String path, String... fields) {
    assertThat(client.sendPost(path, body(fields))).startsWith("{");
  }

  private static String body(String... fields) {
    ObjectNode body = Json.object();
    for (int i = 0; i < fields.length; i += 2) {
      body.put(fields[i], fields[i + 1]);
    }
    return Json.text(body);
  }

  @Test
  void aContextStartsRunsThatLogInBatches() {
    String experiment = client.createExperiment(name);
    MlflowContext context = new MlflowContext(client).setExperimentName(name);
    assertThat(context.getExperimentId()).isEqualTo(experiment);
    assertThatThrownBy(() -> new MlflowContext(client).setExperimentName("no " + name))
        .isInstanceOf(IllegalArgumentException.class);

    ActiveRun parent = context.startRun("fluent");
    parent.logParam("p", "1");
    parent.logParams(Map.of("q", "2", "r", "3"));
    parent.logMetric("m", 1);
    parent.logMetric("m", 2, 5);
    parent.logMetrics(Map.of("n", 1.0, "o", 2.0));
    parent.logMetrics(Map.of("n", 4.0), 9);
    parent.setTag("t", "v");
    parent.setTags(Map.of("u", "w"));
    ActiveRun child = context.startRun("inner", parent.getId());
    child.endRun(RunStatus.FAILED);
    parent.endRun();

    Run read = client.getRun(parent.getId());
    assertThat(read.getInfo().getRunName()).isEqualTo("fluent");
    assertThat(read.getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
    assertThat(parent.getArtifactUri()).isEqualTo(read.getInfo().getArtifactUri());
    assertThat(latest(read)).isEqualTo(Map.of("m", 2.0, "n", 4.0, "o", 2.0));
    assertThat(read.getData().getParamsCount()).isEqualTo(3);
    assertThat(tag(read, "mlflow.source.type")).isEqualTo("LOCAL");
    assertThat(tag(read, "u")).isEqualTo("w");
    Run inner = client.getRun(child.getId());
    assertThat(tag(inner, "mlflow.parentRunId")).isEqualTo(parent.getId());
    assertThat(inner.getInfo().getStatus()).isEqualTo(RunStatus.FAILED);

    List<String> ids = new ArrayList<>();
    context.withActiveRun("scoped", run -> ids.add(run.getId()));
    assertThat(client.getRun(ids.getFirst()).getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
    context.withActiveRun(
        "broken",
        run -> {
          ids.add(run.getId());
          throw new IllegalStateException("on purpose");
        });
    assertThat(client.getRun(ids.getLast()).getInfo().getStatus()).isEqualTo(RunStatus.FAILED);
  }

  private static @Nullable String tag(Run run, String key) {
    return run.getData().getTagsList().stream()
        .filter(tag -> tag.getKey().equals(key))
        .map(RunTag::getValue)
        .findFirst()
        .orElse(null);
  }

  private MlflowClient basic(String password) {
    return new MlflowClient(new BasicMlflowHostCreds(JavaClients.url(app), "anybody", password));
  }

  @Test
  void theKeyIsAPasswordOrATokenAndNobodyEntersWithoutIt() {
    try (MlflowClient basic = basic(app.key())) {
      assertThat(basic.getExperiment("0").getName()).isEqualTo("Default");
      assertThat(basic.createRun("0").getUserId()).isEqualTo(System.getProperty("user.name"));
    }
    for (MlflowClient stranger :
        List.of(
            new MlflowClient(JavaClients.url(app)),
            basic("wrong"),
            JavaClients.client(app, "wrong"))) {
      try (stranger) {
        MlflowHttpException refused =
            catchThrowableOfType(MlflowHttpException.class, () -> stranger.getExperiment("0"));
        assertThat(refused.getStatusCode()).isEqualTo(401);
        assertThat(refused.getBodyMessage()).contains("UNAUTHENTICATED");
      }
    }
  }

  @Test
  void whatIsNoPathIsAnErrorOfTheClient() {
    assertThatThrownBy(() -> client.sendGet("no/such/path"))
        .isInstanceOf(MlflowClientException.class)
        .extracting(fault -> ((MlflowHttpException) fault).getStatusCode())
        .isEqualTo(404);
  }
}
