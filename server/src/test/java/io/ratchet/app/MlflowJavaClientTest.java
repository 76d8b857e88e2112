// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static io.ratchet.app.JavaClients.all;
import static io.ratchet.app.JavaClients.latest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratchet.base.Json;
import io.ratchet.storage.Engine;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.mlflow.api.proto.Service.CreateExperiment;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.ExperimentTag;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowHttpException;
import tools.jackson.databind.JsonNode;

/**
 * MLflow's own client for Java, as it is, over every method it has for experiments and runs; its
 * artifacts, which it hands to a command, are tested with that command.
 */
@ParameterizedClass
@EnumSource(Engine.class)
final class MlflowJavaClientTest {
  private static final JavaClients CLIENTS = new JavaClients();
  private static final int PAGE = 25_000;

  private final MlflowClient client;
  private final String name;

  MlflowJavaClientTest(Engine engine) {
    RunningApp app = CLIENTS.app(engine);
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
  void experimentsAreMadeFoundRenamedTaggedDeletedAndRestored() {
    String id = client.createExperiment(name);
    Experiment made = client.getExperiment(id);
    assertThat(made.getName()).isEqualTo(name);
    assertThat(made.getLifecycleStage()).isEqualTo("active");
    assertThat(made.getArtifactLocation()).isEqualTo("mlflow-artifacts:/" + id);
    assertThat(made.getCreationTime()).isPositive().isEqualTo(made.getLastUpdateTime());
    assertThat(client.getExperimentByName(name)).contains(made);
    assertThat(client.getExperimentByName("Default").map(Experiment::getExperimentId))
        .contains("0");

    client.setExperimentTag(id, "team", "risk");
    client.renameExperiment(id, name + " renamed");
    Experiment renamed = client.getExperiment(id);
    assertThat(renamed.getName()).isEqualTo(name + " renamed");
    assertThat(renamed.getTagsList())
        .containsExactly(ExperimentTag.newBuilder().setKey("team").setValue("risk").build());

    client.deleteExperiment(id);
    assertThat(client.getExperiment(id).getLifecycleStage()).isEqualTo("deleted");
    client.restoreExperiment(id);
    assertThat(client.getExperiment(id).getLifecycleStage()).isEqualTo("active");

    String other =
        client.createExperiment(
            CreateExperiment.newBuilder()
                .setName(name + " other")
                .setArtifactLocation("s3://bucket/prefix")
                .addTags(ExperimentTag.newBuilder().setKey("k").setValue("v"))
                .build());
    assertThat(client.getExperiment(other).getArtifactLocation()).isEqualTo("s3://bucket/prefix");
    assertThat(client.getExperiment(other).getTags(0).getValue()).isEqualTo("v");
  }

  @Test
  void aMissingExperimentIsEmptyByNameAndRefusedById() {
    assertThat(client.getExperimentByName("no " + name)).isEqualTo(Optional.empty());

    MlflowHttpException missing =
        catchThrowableOfType(MlflowHttpException.class, () -> client.getExperiment("987654321"));
    assertThat(missing.getStatusCode()).isEqualTo(404);
    assertThat(missing.getBodyMessage())
        .contains("RESOURCE_DOES_NOT_EXIST", "No Experiment with id=987654321 exists");
    MlflowHttpException taken =
        catchThrowableOfType(MlflowHttpException.class, () -> client.createExperiment("Default"));
    assertThat(taken.getStatusCode()).isEqualTo(400);
    assertThat(taken.getBodyMessage())
        .contains("RESOURCE_ALREADY_EXISTS", "Experiment(name=Default) already exists.");
  }

  @Test
  void experimentsAreSearchedPageByPage() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(client.createExperiment(name + " " + i));
    }
    String filter = "attribute.name LIKE '" + name + " %'";
    client.deleteExperiment(made.getFirst());

    List<Experiment> found =
        all(client.searchExperiments(filter, ViewType.ACTIVE_ONLY, 2, List.of("name ASC")));

    assertThat(found)
        .extracting(Experiment::getExperimentId)
        .containsExactlyElementsOf(made.subList(1, 5));
    assertThat(all(client.searchExperiments(filter, ViewType.ALL, 3, List.of("name DESC"))))
        .extracting(Experiment::getExperimentId)
        .containsExactlyElementsOf(made.reversed());
    assertThat(all(client.searchExperiments(filter, ViewType.DELETED_ONLY, 3, List.of())))
        .extracting(Experiment::getExperimentId)
        .containsExactly(made.getFirst());
    assertThat(client.searchExperiments("attribute.name = '" + name + " 3'").getItems())
        .extracting(Experiment::getExperimentId)
        .containsExactly(made.get(3));
    assertThat(client.searchExperiments().getItems())
        .extracting(Experiment::getExperimentId)
        .contains("0");
  }

  @Test
  void runsAreLoggedToAndReadBack() {
    String experiment = client.createExperiment(name);
    RunInfo info = client.createRun(experiment);
    String id = info.getRunId();
    assertThat(id).matches("[0-9a-f]{32}").isEqualTo(info.getRunUuid());
    assertThat(info.getStatus()).isEqualTo(RunStatus.RUNNING);
    assertThat(info.getUserId()).isEqualTo(System.getProperty("user.name"));
    assertThat(info.getArtifactUri())
        .isEqualTo("mlflow-artifacts:/" + experiment + "/" + id + "/artifacts");

    client.logParam(id, "alpha", "0.5");
    client.logParam(id, "alpha", "0.5");
    client.logMetric(id, "loss", 1.5);
    client.logMetric(id, "loss", 2.5, 10, 3);
    client.logMetric(id, "nan", Double.NaN);
    client.logMetric(id, "infinite", Double.POSITIVE_INFINITY);
    client.setTag(id, "colour", "red");
    client.setTag(id, "gone", "soon");
    client.deleteTag(id, "gone");
    client.setTag(id, "mlflow.runName", "a name");

    Run run = client.getRun(id);
    assertThat(run.getInfo().getRunName()).isEqualTo("a name");
    assertThat(run.getData().getParamsList())
        .containsExactly(Param.newBuilder().setKey("alpha").setValue("0.5").build());
    Map<String, Double> metrics = latest(run);
    assertThat(metrics).containsEntry("loss", 2.5).containsEntry("nan", Double.NaN);
    assertThat(metrics).containsEntry("infinite", Double.MAX_VALUE);
    assertThat(run.getData().getTagsList())
        .extracting(RunTag::getKey)
        .contains("colour", "mlflow.runName")
        .doesNotContain("gone");

    client.setTerminated(id);
    assertThat(client.getRun(id).getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
    assertThat(client.getRun(id).getInfo().getEndTime()).isPositive();
    client.setTerminated(id, RunStatus.FAILED);
    client.setTerminated(id, RunStatus.KILLED, 12345);
    assertThat(client.getRun(id).getInfo().getStatus()).isEqualTo(RunStatus.KILLED);
    assertThat(client.getRun(id).getInfo().getEndTime()).isEqualTo(12345);
    assertThat(client.createRun().getExperimentId()).isEqualTo("0");
  }

  @Test
  void aChildNamesItsParentAndDeletedRunsComeBack() {
    String experiment = client.createExperiment(name);
    String parent = client.createRun(experiment).getRunId();
    RunInfo child =
        client.createRun(
            CreateRun.newBuilder()
                .setExperimentId(experiment)
                .setStartTime(5)
                .setRunName("child")
                .addTags(RunTag.newBuilder().setKey("mlflow.parentRunId").setValue(parent))
                .build());
    assertThat(child.getStartTime()).isEqualTo(5);
    assertThat(client.getRun(child.getRunId()).getData().getTagsList())
        .contains(RunTag.newBuilder().setKey("mlflow.parentRunId").setValue(parent).build())
        .contains(RunTag.newBuilder().setKey("mlflow.runName").setValue("child").build());

    client.deleteRun(child.getRunId());
    assertThat(client.getRun(child.getRunId()).getInfo().getLifecycleStage()).isEqualTo("deleted");
    assertThatThrownBy(() -> client.logMetric(child.getRunId(), "m", 1))
        .isInstanceOf(MlflowHttpException.class)
        .extracting(fault -> ((MlflowHttpException) fault).getBodyMessage())
        .asString()
        .contains("must be in the 'active' state. Current state is deleted.");
    assertThat(client.listRunInfos(experiment))
        .extracting(RunInfo::getRunId)
        .containsExactly(parent);
    client.restoreRun(child.getRunId());
    assertThat(client.listRunInfos(experiment)).hasSize(2);
  }

  @Test
  void batchesAreWrittenWholeAndParamsDoNotChange() {
    String run = client.createRun(client.createExperiment(name)).getRunId();
    client.logBatch(
        run,
        List.of(metric("a", 1, 1), metric("a", 3, 3), metric("a", 2, 2), metric("b", 9, 0)),
        List.of(param("p", "1"), param("q", "x".repeat(6_000))),
        List.of(RunTag.newBuilder().setKey("t").setValue("v").build()));
    client.logBatch(run, List.of(), List.of(), List.of());

    MlflowHttpException changed =
        catchThrowableOfType(
            MlflowHttpException.class,
            () ->
                client.logBatch(
                    run,
                    List.of(metric("never", 1, 1)),
                    List.of(param("new", "1"), param("p", "2")),
                    null));
    assertThat(changed.getStatusCode()).isEqualTo(400);
    assertThat(changed.getBodyMessage()).contains("Changing param values is not allowed.");
    Run read = client.getRun(run);
    assertThat(latest(read)).isEqualTo(Map.of("a", 3.0, "b", 9.0));
    assertThat(read.getData().getParamsList())
        .extracting(Param::getKey)
        .containsExactlyInAnyOrder("p", "q");
    assertThat(client.getMetricHistory(run, "a"))
        .extracting(Metric::getValue)
        .containsExactlyInAnyOrder(1.0, 2.0, 3.0);
    assertThat(client.getMetricHistory(run, "none")).isEmpty();
  }

  private static Metric metric(String key, double value, long step) {
    return Metric.newBuilder().setKey(key).setValue(value).setTimestamp(7).setStep(step).build();
  }

  private static Param param(String key, String value) {
    return Param.newBuilder().setKey(key).setValue(value).build();
  }

  /**
   * The client asks for 25,000 points at a time. Of a longer history it fetches the second page and
   * then fails on adding it to a list that nobody can add to, whatever the server; so longer ones
   * are read here by paths of its own.
   */
  @Test
  void aHistoryOfMoreThanOnePageComesWhole() {
    String run = client.createRun(client.createExperiment(name)).getRunId();
    logSteps(run, 0, PAGE);
    List<Metric> history = client.getMetricHistory(run, "loss");
    assertThat(history).hasSize(PAGE);
    assertThat(history).extracting(Metric::getStep).doesNotHaveDuplicates();
    assertThat(history).allMatch(point -> point.getValue() == point.getStep() * 0.5);

    logSteps(run, PAGE, PAGE + 500);
    Set<Long> steps = new TreeSet<>();
    String token = "";
    int pages = 0;
    do {
      JsonNode page =
          Json.parse(
              client.sendGet(
                  "metrics/get-history?run_id=%s&metric_key=loss&max_results=%d&page_token=%s"
                      .formatted(run, PAGE, URLEncoder.encode(token, StandardCharsets.UTF_8))));
      page.path("metrics").forEach(point -> steps.add(point.path("step").longValue()));
      token = page.path("next_page_token").asString("");
      pages++;
    } while (!token.isEmpty());
    assertThat(pages).isEqualTo(2);
    assertThat(steps).hasSize(PAGE + 500);
  }

  private void logSteps(String run, int from, int to) {
    for (int start = from; start < to; start += 1_000) {
      List<Metric> batch = new ArrayList<>();
      for (int step = start; step < Math.min(to, start + 1_000); step++) {
        batch.add(metric("loss", step * 0.5, step));
      }
      client.logBatch(run, batch, null, null);
    }
  }

  @Test
  @SuppressWarnings("deprecation") // all that users may still call
  void runsAreSearchedPageByPageAndInOrder() {
    String experiment = client.createExperiment(name);
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      String run = client.createRun(experiment).getRunId();
      client.logMetric(run, "auc", i * 0.1);
      client.logParam(run, "kind", i % 2 == 0 ? "even" : "odd");
      made.add(run);
    }
    client.deleteRun(made.get(6));
    List<String> groups = List.of(experiment);

    assertThat(client.searchRuns(groups, "metrics.auc > 0.25 and params.kind = 'odd'"))
        .extracting(RunInfo::getRunId)
        .containsExactlyInAnyOrder(made.get(3), made.get(5));
    assertThat(client.searchRuns(groups, "", ViewType.DELETED_ONLY))
        .extracting(RunInfo::getRunId)
        .containsExactly(made.get(6));
    assertThat(
            all(
                client.searchRuns(
                    groups, "", ViewType.ACTIVE_ONLY, 2, List.of("metrics.auc DESC"))))
        .extracting(run -> run.getInfo().getRunId())
        .containsExactlyElementsOf(made.subList(0, 6).reversed());
    assertThat(all(client.searchRuns(groups, null, ViewType.ALL, 3))).hasSize(7);
    MlflowHttpException refused =
        catchThrowableOfType(
            MlflowHttpException.class, () -> client.searchRuns(groups, "bogus.x = '1'"));
    assertThat(refused.getStatusCode()).isEqualTo(400);
    assertThat(refused.getBodyMessage()).contains("Invalid entity type 'bogus'.");
  }
}
