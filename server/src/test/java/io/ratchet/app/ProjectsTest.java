// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.app.TrackingClient.Reply;
import io.ratchet.http.Access;
import io.ratchet.http.Route;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What one project has, nobody in another one sees or changes: each good request to each of
 * MLflow's endpoints, about one project's things, is sent by who is in another.
 */
@ParameterizedClass
@EnumSource(Engine.class)
final class ProjectsTest {
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts";
  private static final String WEBHOOKS = "/api/2.0/mlflow/webhooks";

  /** Stands in whatever the first project has. */
  private static final String SECRET = "only-for-a";

  /** Requests about others' things that are answered with 200 and without any of these things. */
  private static final List<String> EMPTY =
      List.of(
          "search",
          "calculate-filter-correlation",
          "/traces?experiment_ids=",
          "batchGet",
          "get-history-bulk",
          "delete-traces",
          "traces/metrics",
          "DELETE /api/3.0/mlflow/datasets/",
          "{\"name\": \"filed\", \"source\"");

  private final RunningApp app;
  private final TrackingClient admin;
  private final TrackingClient a;
  private final TrackingClient b;

  ProjectsTest(Engine engine) {
    app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
    admin = new TrackingClient(app);
    a = TrackingClient.with(app, key("of-a", "a"));
    b = TrackingClient.with(app, key("of-b", "b"));
  }

  @AfterEach
  void close() {
    List.of(admin, a, b).forEach(TrackingClient::close);
    app.close();
  }

  private String key(String name, String project) {
    String body = "{'name': '%s', 'role': 'admin', 'project': '%s'}".formatted(name, project);
    Reply reply = admin.post("/api/keys", body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(201);
    assertThat(reply.json().path("project").stringValue()).isEqualTo(project);
    return reply.json().path("key").stringValue();
  }

  /** What its owner reads of a project, by the request. */
  private static Map<String, String> seen(TrackingClient client, Map<String, String> names) {
    MlflowRequests requests = new MlflowRequests(names);
    Map<String, String> seen = new TreeMap<>();
    for (MlflowRequests.Good good : MlflowRequests.all()) {
      if (good.method().equals("GET") && good.isServed()) {
        Attack attack = requests.good(good);
        Reply reply = client.send("GET", attack.path(), null);
        seen.put(attack.path(), reply.status() + " " + reply.body());
      }
    }
    return seen;
  }

  private static boolean isAboutThings(MlflowRequests.Good good, Map<String, String> names) {
    String all = good.path() + good.body();
    return names.keySet().stream().anyMatch(name -> all.contains("{" + name + "}"));
  }

  private static Optional<String> fault(
      TrackingClient other, MlflowRequests.Good good, Map<String, String> names) {
    Attack attack = new MlflowRequests(names).good(good);
    Reply reply = other.send(attack.method(), attack.path(), attack.body());
    String asked = attack.method() + " " + attack.path() + " " + attack.body();
    if (reply.status() == 200
        && isAboutThings(good, names)
        && EMPTY.stream().noneMatch(asked::contains)) {
      return Optional.of(asked + " was done: " + reply.body());
    }
    boolean tells =
        names.values().stream()
            .filter(id -> id.length() > 5 && !asked.contains(id))
            .anyMatch(reply.body()::contains);
    boolean fails = reply.status() >= 500 && reply.status() != 501;
    return tells || fails
        ? Optional.of(asked + ": " + reply.status() + " " + reply.body())
        : Optional.empty();
  }

  @Test
  void nothingOfAProjectIsSeenOrChangedFromAnother() {
    Map<String, String> names = ProjectThings.make(a, SECRET);
    Map<String, String> before = seen(a, names);
    assertThat(before.values()).filteredOn(text -> text.contains(SECRET)).hasSizeGreaterThan(20);
    List<String> faults = new ArrayList<>();
    try (TrackingClient named = new TrackingClient(app, "x-mlflow-workspace", "c")) {
      for (TrackingClient other : List.of(b, admin, named)) {
        MlflowRequests.all().stream()
            .filter(good -> !good.path().startsWith(WEBHOOKS))
            .forEach(good -> fault(other, good, names).ifPresent(faults::add));
      }
    }
    assertThat(faults).isEmpty();
    assertThat(seen(a, names)).isEqualTo(before);
  }

  @Test
  void noSearchFindsThingsOfOthers() {
    Map<String, String> names = ProjectThings.make(a, SECRET);
    String own = b.group("of b");
    String run = "\"filter\": \"run_id = '%s'\"".formatted(names.get("run"));
    Map<String, String> searches =
        Map.of(
            "experiments/search", "{\"max_results\": 1000, \"view_type\": \"ALL\"}",
            "runs/search", "{\"max_results\": 1000, \"run_view_type\": \"ALL\"}",
            "logged-models/search", "{}",
            "/api/3.0/mlflow/traces/search", "{}",
            "/api/3.0/mlflow/datasets/search", "{}");
    List<Reply> replies = new ArrayList<>();
    for (TrackingClient other : List.of(b, admin)) {
      searches.forEach((path, body) -> replies.add(other.send("POST", path, body)));
      String ids = "{\"experiment_ids\": [\"%s\", \"%s\"], ".formatted(own, names.get("group"));
      replies.add(other.send("POST", "runs/search", ids + "\"max_results\": 1000}"));
      replies.add(other.send("POST", "/api/3.0/mlflow/traces/search", ids + run + "}"));
      replies.add(other.get("/api/2.0/mlflow/traces"));
      replies.add(other.get("registered-models/search"));
      replies.add(other.get("model-versions/search"));
      String tag = TrackingClient.encoded("tags.`mlflow.prompt.is_prompt` = 'true'");
      replies.add(other.get("registered-models/search?filter=" + tag));
      replies.add(other.get("/api/runs?group=" + names.get("group")));
    }
    assertThat(replies)
        .extracting(Reply::body)
        .noneMatch(body -> body.contains(SECRET) || body.contains(names.getOrDefault("run", "")));
    assertThat(b.get("registered-models/search").json().path("registered_models").values())
        .isEmpty();
    assertThat(a.get("registered-models/search").body()).contains(SECRET);
  }

  @Test
  void aBoundKeyDoesEverythingInItsProject() {
    Map<String, String> names = ProjectThings.make(a, SECRET);
    List<String> refused = new ArrayList<>();
    for (MlflowRequests.Good good : MlflowRequests.all()) {
      Attack attack = new MlflowRequests(names).good(good);
      Reply reply = a.send(attack.method(), attack.path(), attack.body());
      if (good.isServed() && reply.status() != 200 && !good.path().startsWith(WEBHOOKS)) {
        refused.add(reply.status() + " " + good.method() + " " + good.path());
      }
    }
    assertThat(refused)
        .as("but for what belongs to the default project")
        .containsExactlyInAnyOrder(
            "404 GET /api/3.0/mlflow/workspaces/default",
            "404 GET /api/2.0/mlflow/experiments/get-by-name?experiment_name=Default",
            "403 PUT /api/2.0/mlflow-artifacts/mpu/parts/{upload}/1?token={token}",
            "404 POST /v1/traces",
            "404 POST /api/3.0/mlflow/datasets/{dataset}/add-experiments");
  }

  @Test
  void aBoundKeyPassesRoutesThatKnowProjectsOnly() {
    List<String> faults = new ArrayList<>();
    for (Route route : app.routes()) {
      String path = route.pattern().replaceAll("\\{[^}]*}", "1");
      Reply reply = a.send(route.method(), path, route.method().equals("GET") ? null : "{}");
      boolean isRefused = reply.status() == 403 && reply.body().contains("bound to the project a");
      boolean mayPass = route.access() == Access.OPEN || route.knowsProjects();
      if (isRefused == mayPass) {
        faults.add(reply.status() + " " + route.method() + " " + path + " " + reply.body());
      }
    }
    assertThat(faults).isEmpty();
  }

  /** Whoever makes another route take part says so here, with a test that it keeps them apart. */
  @Test
  void routesThatKnowProjectsAreThese() {
    assertThat(app.routes())
        .filteredOn(route -> route.knowsProjects() && !MlflowReference.isMlflow(route))
        .extracting(route -> route.method() + " " + route.pattern())
        .containsExactlyInAnyOrder(
            "POST /api/runs",
            "GET /api/runs",
            "GET /api/runs/{run_id}",
            "GET /api/run-groups",
            "GET /api/runs/{run_id}/metrics/stream");
    assertThat(app.routes())
        .filteredOn(MlflowReference::isMlflow)
        .filteredOn(route -> !route.knowsProjects() && route.access() != Access.OPEN)
        .extracting(Route::pattern)
        .isNotEmpty()
        .allMatch(pattern -> pattern.contains("/mlflow/webhooks"));
  }

  @Test
  void runsOfOurOwnRoutesAreApartToo() {
    String run = ProjectThings.make(a, SECRET).getOrDefault("run", "");
    String ours = "{'run_id': 'handed-in', 'group': 'nightly', 'metrics': {'m': 1}}";
    assertThat(a.post("/api/runs", ours).status()).isEqualTo(201);
    assertThat(a.get("/api/runs/" + run).status()).isEqualTo(200);
    for (TrackingClient other : List.of(b, admin)) {
      assertThat(other.get("/api/runs/" + run).status()).isEqualTo(404);
      assertThat(other.get("/api/runs/" + run + "/metrics/stream").status()).isEqualTo(404);
      assertThat(other.get("/api/run-groups").body()).doesNotContain(SECRET, "nightly");
      assertThat(other.post("/api/runs", ours).status()).isEqualTo(409);
    }
  }

  @Test
  void theHeaderOfABoundKeyNamesItsProjectOrIsLeftOut() {
    String group = a.group("mine");
    String path = "experiments/get?experiment_id=" + group;
    String key = key("second-of-a", "a");
    try (TrackingClient same = TrackingClient.with(app, key, "x-mlflow-workspace", "a");
        TrackingClient blank = TrackingClient.with(app, key, "x-mlflow-workspace", " ");
        TrackingClient other = TrackingClient.with(app, key, "x-mlflow-workspace", "b");
        TrackingClient free = new TrackingClient(app, "x-mlflow-workspace", "a")) {
      assertThat(Stream.of(same, blank, free).map(one -> one.get(path).status())).containsOnly(200);
      Reply refused = other.get(path);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.code()).isEqualTo("PERMISSION_DENIED");
      assertThat(refused.message()).contains("second-of-a", "project a", "project b");
    }
    Reply webhooks = a.get(WEBHOOKS);
    assertThat(webhooks.status()).isEqualTo(403);
    assertThat(webhooks.message()).contains("whole server's", "use a key without a project");
    assertThat(a.get("/api/keys").json().path("detail").isMissingNode()).isFalse();
  }

  @Test
  void aNameIsOneProjectsForEver() {
    a.post("registered-models/create", "{'name': 'taken'}");
    Reply again = a.post("registered-models/create", "{'name': 'taken'}");
    Reply refused = b.post("registered-models/create", "{'name': 'taken'}");
    assertThat(List.of(again.code(), refused.code())).containsOnly("RESOURCE_ALREADY_EXISTS");
    assertThat(again.message()).doesNotContain("another project");
    assertThat(refused.message()).contains("another project", "unique over all projects");
    assertThat(admin.post("registered-models/create", "{'name': 'extraction'}").code())
        .isEqualTo("RESOURCE_ALREADY_EXISTS");
    assertThat(b.post("registered-models/create", "{'name': 'extraction'}").message())
        .contains("another project");

    b.post("registered-models/create", "{'name': 'ours'}");
    String rename = "{'name': 'ours', 'new_name': '%s'}";
    assertThat(b.post("registered-models/rename", rename.formatted("taken")).message())
        .contains("another project");
    assertThat(b.post("registered-models/rename", rename.formatted("moved")).status())
        .isEqualTo(200);
    assertThat(b.get("registered-models/get?name=moved").status()).isEqualTo(200);
    assertThat(a.get("registered-models/get?name=moved").status()).isEqualTo(404);

    a.send("DELETE", "registered-models/delete", "{\"name\": \"taken\"}");
    assertThat(b.post("registered-models/create", "{'name': 'taken'}").message())
        .contains("another project");
    assertThat(a.post("registered-models/create", "{'name': 'taken'}").status()).isEqualTo(200);
  }

  @Test
  void filesOutsideOfGroupsAreTheDefaultProjects() {
    Map<String, String> names = ProjectThings.make(a, SECRET);
    String group = names.getOrDefault("group", "");
    for (String path : List.of("/free.txt", "/987654321/x/f.txt", "/" + group + "x/f.txt")) {
      assertThat(b.send("PUT", FILES + path, "text").status()).as(path).isEqualTo(404);
      assertThat(admin.send("PUT", FILES + path, "text").status()).as(path).isEqualTo(200);
      assertThat(b.get(FILES + path).status()).as(path).isEqualTo(404);
      assertThat(b.send("DELETE", FILES + path, null).status()).as(path).isEqualTo(404);
    }
    assertThat(admin.get(FILES).body()).contains("free.txt").doesNotContain("\"" + group + "\"");
    assertThat(a.get(FILES).body()).doesNotContain("free.txt").contains("\"" + group + "\"");
    assertThat(b.get(FILES).body()).isEqualTo("{}");
    assertThat(b.get(FILES + "?path=" + group).status()).isEqualTo(404);
  }

  @Test
  void filesThatOutliveTheirGroupStayItsProjects() {
    Map<String, String> names = ProjectThings.make(a, SECRET);
    String group = names.getOrDefault("group", "");
    a.post("experiments/delete", "{'experiment_id': '" + group + "'}");
    Reply gone = admin.post("/api/garbage", "{'experiment_ids': ['" + group + "']}");
    assertThat(gone.status()).as(gone.body()).isEqualTo(200);
    assertThat(gone.json().path("experiments").longValue()).isEqualTo(1);
    assertThat(a.get("experiments/get?experiment_id=" + group).status()).isEqualTo(404);

    String file = "/model-versions/get-artifact?name=" + SECRET + "&version=1&path=d/f.txt";
    assertThat(a.get(file).body()).isEqualTo(SECRET);
    String path = FILES + "/" + group + "/" + names.get("run") + "/artifacts/d/f.txt";
    assertThat(a.get(path).body()).isEqualTo(SECRET);
    for (TrackingClient other : List.of(b, admin)) {
      assertThat(List.of(other.get(file).status(), other.get(path).status())).containsOnly(404);
    }
  }

  @Test
  void nobodyKeepsFilesAmongThoseOfAnotherProject() {
    Map<String, String> names = ProjectThings.make(a, SECRET);
    String group = names.getOrDefault("group", "");
    for (String location : List.of("mlflow-artifacts:/%s", "mlflow-artifacts://host:1/%s/x")) {
      String body =
          "{'name': 'thief', 'artifact_location': '%s'}".formatted(location.formatted(group));
      assertThat(b.post("experiments/create", body).code()).isEqualTo("INVALID_PARAMETER_VALUE");
      assertThat(admin.post("experiments/create", body).message()).contains("another project");
    }
    String source = "mlflow-artifacts:/" + group + "/" + names.get("run") + "/artifacts";
    for (String from :
        List.of(source, "models:/" + names.get("logged"), "models:/" + SECRET + "/1")) {
      String name = "of-b-" + from.hashCode();
      b.post("registered-models/create", "{'name': '%s'}".formatted(name));
      Reply made =
          b.post("model-versions/create", "{'name': '%s', 'source': '%s'}".formatted(name, from));
      assertThat(made.status()).as(made.body()).isEqualTo(200);
      String version = "name=" + name + "&version=1";
      assertThat(b.get("/model-versions/get-artifact?" + version + "&path=d/f.txt").status())
          .as(from)
          .isNotEqualTo(200);
      assertThat(
              b.get("model-versions/get-download-uri?" + version)
                  .json()
                  .path("artifact_uri")
                  .stringValue())
          .isEqualTo(from);
    }
  }

  @Test
  void aKeyOfARequestIsAnotherInAnotherProject() {
    String body = "{'experiment_id': '%s', 'run_name': 'once'}";
    String ofA = body.formatted(a.group("g"));
    String ofB = body.formatted(b.group("g"));
    try (TrackingClient onceA = TrackingClient.with(app, key("2a", "a"), "idempotency-key", "k");
        TrackingClient onceB = TrackingClient.with(app, key("2b", "b"), "idempotency-key", "k")) {
      String run = ProjectThings.done(onceA.post("runs/create", ofA), "/run/info/run_id");
      assertThat(ProjectThings.done(onceB.post("runs/create", ofB), "/run/info/run_id"))
          .isNotEqualTo(run);
      assertThat(ProjectThings.done(onceA.post("runs/create", ofA), "/run/info/run_id"))
          .isEqualTo(run);
    }
  }

  @Test
  void projectsAreWorkspacesToMlflowsClients() {
    ProjectThings.make(a, SECRET);
    try (TrackingClient named = new TrackingClient(app, "x-mlflow-workspace", "c")) {
      named.group("first");
    }
    String all = "/api/3.0/mlflow/workspaces";
    assertThat(admin.get(all).json().path("workspaces").values())
        .extracting(one -> one.path("name").stringValue())
        .containsExactly("a", "b", "c", "default");
    assertThat(a.get(all).json().path("workspaces").values())
        .extracting(one -> one.path("name").stringValue())
        .containsExactly("a");
    assertThat(admin.get(all + "/c").json().at("/workspace/name").stringValue()).isEqualTo("c");
    assertThat(List.of(a.get(all + "/c").code(), admin.get(all + "/none").code()))
        .containsOnly("RESOURCE_DOES_NOT_EXIST");
    assertThat(admin.post(all, "{'name': 'd'}").code()).isEqualTo("NOT_IMPLEMENTED");
  }
}
