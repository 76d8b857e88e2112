// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Failure;
import io.ratchet.http.TestClient;
import io.ratchet.http.TestClient.Reply;
import io.ratchet.registry.Semver;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
final class RoutesApiTest {
  private final World world;

  RoutesApiTest(Engine engine) {
    world = new World(engine);
    world.client.post(
        "/api/prompts/batch",
        """
        [{"name":"extraction","version":"1.0.0","template":"a"},
         {"name":"extraction","version":"2.0.0","template":"b"},
         {"name":"extraction","version":"3.0.0","template":"c"},
         {"name":"extraction","version":"4.0.0-rc.1","template":"d"}]
        """);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void stagesMoveTheRouteAndTheRouteMovesStages() {
    Script.run(
        world,
        """
        > GET /api/prompts/extraction/route
        < 200 "revision":1 | "previous_revision":null | "owner":null | [{"version":"v3.0.0","weight":1}] | "production_version":null | "default_version":"v3.0.0"
        > POST /api/prompts/versions/1.0.0/stage {"stage":"staging","reason":"try"}
        < 200 "stage":"staging" | "used":true | "route_revision":1
        ! version.staged extraction
        > POST /api/prompts/versions/1.0.0/stage {"stage":"STAGING"}
        < 200 "stage":"staging"
        > POST /api/prompts/versions/3.0.0/stage {"stage":"archived"}
        < 409 v3.0.0 gets traffic and cannot move to archived
        > POST /api/prompts/versions/1.0.0/stage {"stage":"production","reason":"good"}
        < 200 "stage":"production" | "aliases":["champion"] | "is_default":true | "route_revision":2
        ! version.staged extraction, route.changed extraction
        > POST /api/prompts/versions/1.0.0/stage {"stage":"production"}
        < 200 "route_revision":2
        > POST /api/prompts/versions/1.0.0/stage {"stage":"archived"}
        < 409 v1.0.0 is in production and cannot move to archived | roll back
        > POST /api/prompts/versions/2.0.0/stage {"stage":"production"}
        < 200 "route_revision":3
        ! version.staged extraction, version.staged extraction, route.changed extraction
        > GET /api/prompts/versions/v1.0.0
        < 200 "stage":"archived" | "aliases":[]
        > GET /api/prompts/versions?stage=production
        < 200 "default_version":"v2.0.0" | "version":"v2.0.0"
        > POST /api/prompts/versions/9.0.0/stage {"stage":"production"}
        < 404 no version v9.0.0
        > POST /api/prompts/versions/1.0.0/stage {"stage":"gone"}
        < 400 stage: must be one of dev, staging, production, archived
        > POST /api/prompts/versions/1.0.0/stage {}
        < 400 stage: is required
        > POST /api/prompts/nobody/versions/1.0.0/stage {"stage":"staging"}
        < 404 there is no prompt nobody
        """);
  }

  @Test
  void routesAreSetByHand() {
    Script.run(
        world,
        """
        > PUT /api/prompts/extraction/route {"versions":[{"version":"1.0.0","weight":0.9},{"version":"v2.0.0","weight":0.1}],"reason":"canary"}
        < 200 "revision":2 | {"version":"v1.0.0","weight":0.9},{"version":"v2.0.0","weight":0.1} | "production_version":"v1.0.0" | "reason":"canary" | "changed_by":"local"
        ! version.staged extraction, version.staged extraction, route.changed extraction
        > PUT /api/prompts/route {"versions":[{"version":"1.0.0","weight":50},{"version":"v2.0.0","weight":50}],"revision":1}
        < 409 the route of extraction is at revision 2, not 1
        > PUT /api/prompts/route {"versions":[{"version":"1.0.0","weight":50},{"version":"v2.0.0","weight":50}],"revision":2}
        < 200 "revision":3 | "weight":0.5 | "production_version":"v1.0.0"
        ! route.changed extraction
        > PUT /api/prompts/route {"versions":[{"version":"2.0.0"}]}
        < 200 "revision":4 | "production_version":"v2.0.0" | "weight":1
        ! version.staged extraction, version.staged extraction, route.changed extraction
        > PUT /api/prompts/route {"versions":[{"version":"2.0.0","weight":1}],"production_version":"1.0.0"}
        < 400 the production version v1.0.0 of extraction is not in the route
        > PUT /api/prompts/route {"versions":[{"version":"1.0.0","weight":0.9},{"version":"2.0.0","weight":0.2}]}
        < 400 weights must sum to 1 (or 100), got 1.1
        > PUT /api/prompts/route {"versions":[{"version":"1.0.0","weight":0.5},{"version":"1.0.0","weight":0.5}]}
        < 400 versions[1].version: comes twice
        > PUT /api/prompts/route {"versions":[{"version":"1.0.0","weight":-1},{"version":"x","weight":"a"},{"version":"2.0.0"}]}
        < 400 versions[0].weight: must be from 0 | versions[1].version: must be a semantic version | versions[1].weight: must be a decimal | versions[2].weight: is required
        > PUT /api/prompts/route {"versions":[]}
        < 400 versions: is required
        > PUT /api/prompts/route {"versions":{"v1.0.0":1}}
        < 400 versions: must be an array
        > PUT /api/prompts/route {"versions":[{"version":"8.0.0"}]}
        < 404 no version v8.0.0
        > PUT /api/prompts/route {"versions":[{"version":"1.0.0"}],"owner":"me"}
        < 400 owner: is not a field
        > PUT /api/prompts/nobody/route {"versions":[{"version":"1.0.0"}]}
        < 404 there is no prompt nobody
        > GET /api/prompts/route/history?limit=2
        < 200 "revision":4 | "revision":3 | "next_page_token":"
        > GET /api/prompts/nobody/route/history
        < 404
        """);
  }

  @Test
  void segmentsHaveSharesOfTheirOwn() {
    Script.run(
        world,
        """
        > PUT /api/prompts/route {"versions":[{"version":"1.0.0"}],"segments":[{"name":"elderly in the north","criteria":{"age":{"min":65,"max":85},"region":["north",1,true]},"versions":[{"version":"2.0.0"}]},{"criteria":{"age":{"min":65}},"versions":[{"version":"3.0.0"}]}]}
        < 200 "criteria":{"age":{"min":65.0,"max":85.0},"region":["1","north","true"]} | "name":"segment 2" | "production_version":"v1.0.0"
        ! version.staged extraction, version.staged extraction, version.staged extraction, route.changed extraction
        > PUT /api/prompts/route {"versions":[{"version":"1.0.0"}],"segments":[{"criteria":{},"versions":[{"version":"2.0.0"}]}]}
        < 400 segments[0].criteria: must name 1 to 32 attributes
        > PUT /api/prompts/route {"versions":[{"version":"1.0.0"}],"segments":[{"criteria":{"age":{},"x":[],"y":[{}],"z":{"min":"a"}},"versions":[]}]}
        < 400 segments[0].criteria.age: must have min or max | segments[0].criteria.x: must list 1 to | segments[0].criteria.y: must list texts | segments[0].criteria.z.min: must be a number | segments[0].versions: is required
        """);
    assertThat(resolve(Map.of("age", 65L, "region", "north"))).isEqualTo("v2.0.0");
    assertThat(resolve(Map.of("age", 85.0, "region", 1.0))).isEqualTo("v2.0.0");
    assertThat(resolve(Map.of("age", 85.5, "region", true))).isEqualTo("v3.0.0");
    assertThat(resolve(Map.of("age", 64.9, "region", "north"))).isEqualTo("v1.0.0");
    assertThat(resolve(Map.of("age", "70"))).isEqualTo("v1.0.0");
    assertThat(resolve(Map.of())).isEqualTo("v1.0.0");
  }

  private String resolve(Map<String, Object> attributes) {
    return world.routes.resolve("extraction", null, "u", attributes).version().version().toString();
  }

  @Test
  void rollbacksGoFurtherBackAndNeverBounceForward() {
    for (String version : List.of("1.0.0", "2.0.0", "3.0.0")) {
      world.client.post(
          "/api/prompts/versions/" + version + "/stage", "{\"stage\":\"production\"}");
    }
    Script.run(
        world,
        """
        > POST /api/prompts/extraction/rollback {"revision":2}
        < 409 is at revision 4, not 2
        > POST /api/prompts/extraction/rollback {"reason":"too many errors"}
        < 200 "revision":5 | "previous_revision":2 | "production_version":"v2.0.0" | "reason":"too many errors"
        ! version.staged extraction, version.staged extraction, route.rolled_back extraction
        > POST /api/prompts/rollback
        < 200 "revision":6 | "production_version":"v1.0.0"
        ! version.staged extraction, version.staged extraction, route.rolled_back extraction
        > POST /api/prompts/rollback
        < 409 extraction had no production version before v1.0.0
        > POST /api/prompts/versions/2.0.0/stage {"stage":"production"}
        < 200
        ! version.staged extraction, version.staged extraction, route.changed extraction
        > POST /api/prompts/rollback {}
        < 200 "production_version":"v1.0.0"
        ! version.staged extraction, version.staged extraction, route.rolled_back extraction
        > POST /api/prompts/nobody/rollback {}
        < 404 there is no prompt nobody
        """);
  }

  /** What was rolled back from must not keep a share because the revision before was its canary. */
  @Test
  void aRollbackLeavesNoTrafficToTheBadVersion() {
    world.client.post("/api/prompts/versions/1.0.0/stage", "{\"stage\":\"production\"}");
    world.client.send(
        "PUT",
        "/api/prompts/route",
        "{\"versions\":[{\"version\":\"1.0.0\",\"weight\":90},{\"version\":\"2.0.0\",\"weight\":10}]}");
    world.client.post("/api/prompts/versions/2.0.0/stage", "{\"stage\":\"production\"}");

    Reply rollback = world.client.post("/api/prompts/rollback", "");

    assertThat(rollback.body()).contains("[{\"version\":\"v1.0.0\",\"weight\":1}]");
    assertThat(rollback.headers().firstValue("etag")).contains("\"5\"");
  }

  @Test
  void aRouteThatATrialOwnsMovesForNobodyElse() {
    Owner trial = new Owner.Experiment("e1", "better hooks");
    Route started =
        world.routes.change("extraction", change(trial, trial, "1.0.0", "2.0.0"), "experiments");

    assertThat(started.production()).isNull();
    Script.run(
        world,
        """
        > GET /api/prompts/route
        < 200 "owner":{"kind":"experiment","id":"e1","name":"better hooks"} | "variant":"treatment"
        > PUT /api/prompts/route {"versions":[{"version":"1.0.0"}]}
        < 409 the route of extraction is owned by the experiment better hooks
        > POST /api/prompts/versions/1.0.0/stage {"stage":"production"}
        < 409 owned by the experiment better hooks
        > POST /api/prompts/rollback
        < 409 owned by the experiment better hooks
        """);
    assertThat(world.routes.resolve("extraction", null, "user-1", Map.of()).variant())
        .isIn("control", "treatment");
    assertThat(world.routes.resolve("extraction", "v2.0.0", "user-1", Map.of()).variant()).isNull();

    Route ended =
        world.routes.change("extraction", change(trial, Owner.NOBODY, "1.0.0", "2.0.0"), "x");

    assertThat(ended.owner()).isEqualTo(Owner.NOBODY);
    assertThat(ended.arms()).isEqualTo(started.arms());
  }

  private static RouteChange change(Owner by, Owner owner, String control, String treatment) {
    return new RouteChange(
        List.of(
            new Weight(Semver.parse(control), "control", 500_000),
            new Weight(Semver.parse(treatment), "treatment", 500_000)),
        List.of(),
        null,
        null,
        by,
        owner,
        null,
        "trial",
        null);
  }

  @Test
  void ofTwoWhoChangeTheSameRevisionOneWinsAndTheOtherIsTold() throws Exception {
    for (int round = 1; round <= 5; round++) {
      long revision = round;
      CyclicBarrier together = new CyclicBarrier(4);
      List<Callable<String>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Semver version = Semver.parse((i % 3 + 1) + ".0.0");
        writers.add(() -> {
          together.await();
          try {
            return "won "
                + world
                    .routes
                    .change("extraction", RouteChange.promotion(version, revision, ""), "w")
                    .revision();
          } catch (Failure refusal) {
            return refusal.code() + " " + refusal.message();
          }
        });
      }
      List<String> outcomes = new ArrayList<>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<String> outcome : threads.invokeAll(writers)) {
          outcomes.add(outcome.get());
        }
      }
      String told =
          "CONFLICT the route of extraction is at revision %d, not %d"
              .formatted(revision + 1, revision);
      assertThat(outcomes).containsExactlyInAnyOrder("won " + (revision + 1), told, told, told);
    }
  }

  @Test
  void theRevisionMayComeAsAHeader() {
    try (var other = new TestClient(world.port())) {
      String body = "{\"versions\":[{\"version\":\"1.0.0\"}]}";
      String request =
          "PUT /api/prompts/route HTTP/1.1\r\nHost: localhost\r\nIf-Match: %s\r\n"
              + "Content-Length: "
              + body.length()
              + "\r\nConnection: close\r\n\r\n"
              + body;

      assertThat(other.raw(request.formatted("\"7\""))).contains(" 409 ", "not 7");
      assertThat(other.raw(request.formatted("seven"))).contains(" 400 ");
      assertThat(other.raw(request.formatted("W/\"1\""))).contains(" 200 ", "\"revision\":2");
      assertThat(other.raw(request.formatted("*"))).contains(" 200 ");
    }
  }
}
