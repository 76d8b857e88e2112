// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.call.Call;
import io.ratchet.call.Outcome;
import io.ratchet.http.TestClient;
import io.ratchet.model.Feature;
import io.ratchet.model.ModelSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Many requests at once, versions that come and go, and models that fail. */
final class UnderLoadTest {
  private static void line(Site site, String version, float slope) {
    site.onnx("line", version, OnnxFiles.regression(0, slope), Site.number(Site.numbers("a")));
  }

  private static String body(Object a) {
    return "{\"features\": {\"a\": " + a + "}}";
  }

  private static <T> List<T> all(int count, Callable<T> task)
      throws InterruptedException, ExecutionException {
    List<Future<T>> futures = new ArrayList<>();
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        futures.add(threads.submit(task));
      }
      for (Future<T> future : futures) {
        results.add(future.get());
      }
    }
    return results;
  }

  @Test
  void answersEveryRowOfManyRequestsAsItWouldAlone() throws Exception {
    ServingLimits limits =
        ServingLimits.USUAL
            .withBatch(16, Duration.ofNanos(200_000))
            .withLoad(Duration.ofSeconds(20), 64, 1_000);
    try (Site site = new Site(limits)) {
      line(site, "v1.0.0", 3);
      java.util.concurrent.atomic.AtomicInteger next =
          new java.util.concurrent.atomic.AtomicInteger();

      List<double[]> answers =
          all(
              400,
              () -> {
                int a = next.incrementAndGet();
                TestClient.Reply reply = site.client.post("/predict", body(a));
                assertThat(reply.status()).as(reply.body()).isEqualTo(200);
                return new double[] {a, reply.json().path("prediction").doubleValue()};
              });

      assertThat(answers).allSatisfy(pair -> assertThat(pair[1]).isEqualTo(3 * pair[0]));
      assertThat(site.sink.calls()).hasSize(400);
      assertThat(site.sink.calls().stream().map(Call::id).distinct()).hasSize(400);
    }
  }

  @Test
  void cutsLongRequestsAndKeepsTheirOrder() {
    try (Site site = new Site(ServingLimits.USUAL.withBatch(7, Duration.ZERO))) {
      line(site, "v1.0.0", 2);
      StringBuilder rows = new StringBuilder();
      for (int i = 0; i < 1_000; i++) {
        rows.append(i == 0 ? "" : ",").append("{\"a\": ").append(i).append('}');
      }

      TestClient.Reply reply =
          site.client.post("/predict/batch", "{\"batch_features\": [" + rows + "]}");

      JsonNode predictions = reply.json().path("predictions");
      assertThat(predictions.size()).isEqualTo(1_000);
      for (int i = 0; i < 1_000; i++) {
        assertThat(predictions.path(i).path("prediction").intValue()).isEqualTo(2 * i);
      }
    }
  }

  @Test
  void oneBadRowDoesNotSpoilItsNeighbours() throws Exception {
    ServingLimits limits =
        ServingLimits.USUAL
            .withBatch(32, Duration.ofNanos(500_000))
            .withLoad(Duration.ofSeconds(20), 64, 1_000);
    try (Site site = new Site(limits)) {
      site.onnx(
          "table",
          "v1.0.0",
          OnnxFiles.table(10, 20, 30),
          Site.number(
              List.of(new Feature("place", Feature.Type.INTEGER, false, null, null, List.of()))));
      java.util.concurrent.atomic.AtomicInteger next =
          new java.util.concurrent.atomic.AtomicInteger();

      List<String> wrong =
          all(
              200,
              () -> {
                int i = next.incrementAndGet();
                int place = i % 40 == 0 ? 7 : i % 3;
                TestClient.Reply reply =
                    site.client.post("/predict", "{\"features\": {\"place\": " + place + "}}");
                boolean right =
                    place == 7
                        ? reply.status() == 500 && reply.body().contains("the model failed")
                        : reply.json().path("prediction").doubleValue() == 10 * (place + 1);
                return right ? "" : reply.body();
              });

      assertThat(wrong).containsOnly("");
      assertThat(site.sink.calls().stream().filter(c -> c.outcome() == Outcome.FAILURE))
          .hasSize(5)
          .allMatch(call -> "model_error".equals(call.errorType()));
    }
  }

  @Test
  void losesNoRequestWhenVersionsComeAndGo() throws Exception {
    ServingLimits limits = ServingLimits.USUAL.withLoad(Duration.ofSeconds(20), 64, 1_000);
    try (Site site = new Site(limits)) {
      line(site, "v1.0.0", 1);
      line(site, "v2.0.0", 2);
      CountDownLatch done = new CountDownLatch(1);
      Thread operator =
          Thread.ofVirtual()
              .start(() -> {
                while (done.getCount() > 0) {
                  var _ = site.client.post("/api/models/line/versions/v2.0.0/unload", "");
                  var _ = site.client.post("/api/models/line/versions/v2.0.0/load", "");
                }
              });

      List<TestClient.Reply> replies = all(300, () -> site.client.post("/predict", body(21)));
      done.countDown();
      operator.join();

      assertThat(replies).allMatch(reply -> reply.status() == 200);
      assertThat(replies)
          .allSatisfy(reply -> {
            boolean fallback = reply.json().has("fallback");
            assertThat(reply.json().path("prediction").intValue()).isEqualTo(fallback ? 21 : 42);
          });
    }
  }

  /** A model elsewhere whose answer waits for {@code go}; its request tells {@code arrived}. */
  private static void addHeld(
      Site site, Upstream upstream, CountDownLatch arrived, CountDownLatch go) {
    upstream.handler =
        _ -> {
          arrived.countDown();
          await(go);
          return Upstream.answer("{\"prediction\": 5}");
        };
    site.add(
        "far",
        "v1.0.0",
        new ModelSource.Http(upstream.url("/score")),
        Site.number(Site.numbers("a")));
  }

  @Test
  void unloadsOnlyWhenEverybodyHasLeft() throws Exception {
    try (Site site = new Site();
        Upstream upstream = new Upstream()) {
      CountDownLatch arrived = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      addHeld(site, upstream, arrived, go);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<TestClient.Reply> inFlight =
            threads.submit(() -> site.client.post("/predict", body(1)));
        await(arrived);
        Future<TestClient.Reply> unloaded =
            threads.submit(() -> site.client.post("/api/models/far/versions/1/unload", ""));
        while (!state(site).equals("unloading")) {
          Thread.onSpinWait();
        }
        assertThat(site.client.post("/predict", body(1)).status()).isEqualTo(503);
        assertThat(unloaded.isDone()).isFalse();
        go.countDown();

        assertThat(inFlight.get().json().path("prediction").intValue()).isEqualTo(5);
        assertThat(unloaded.get().status()).isEqualTo(200);
        assertThat(state(site)).isEqualTo("unavailable");
      }
    }
  }

  private static String state(Site site) {
    return site.client.get("/api/models/far/versions/1/status").json().path("state").asString();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("it never came");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void leavesAVersionAloneThatFailsAndTriesItAgainLater() {
    try (Site site = new Site();
        Upstream upstream = new Upstream()) {
      line(site, "v1.0.0", 2);
      site.add(
          "line",
          "v2.0.0",
          new ModelSource.Http(upstream.url("/score")),
          Site.number(Site.numbers("a")));
      upstream.handler = _ -> Upstream.broken();

      for (int i = 0; i < 10; i++) {
        assertThat(site.client.post("/predict", body(4)).status()).isEqualTo(502);
      }
      TestClient.Reply other = site.client.post("/predict", body(4));

      assertThat(other.status()).as(other.body()).isEqualTo(200);
      assertThat(other.json().path("prediction").intValue()).isEqualTo(8);
      assertThat(other.json().path("model_version").asString()).isEqualTo("v1.0.0");
      assertThat(other.json().path("fallback").path("wanted_version").asString())
          .isEqualTo("v2.0.0");
      assertThat(upstream.requests).hasValue(10);
      Call call = site.sink.calls().getLast();
      assertThat(call.tags()).containsEntry("wanted_version", "v2.0.0");
      assertThat(call.variant()).isNull();
      assertThat(breaker(site)).isEqualTo("open");
      assertThat(
              site.client
                  .post("/predict", "{\"features\": {\"a\": 1}, \"version\": \"v2.0.0\"}")
                  .status())
          .isEqualTo(503);

      upstream.handler = _ -> Upstream.answer("{\"prediction\": 5}");
      site.push(Duration.ofSeconds(31));
      for (int i = 0; i < 5; i++) {
        assertThat(site.client.post("/predict", body(4)).json().path("prediction").intValue())
            .isEqualTo(5);
      }
      assertThat(breaker(site)).isEqualTo("closed");
    }
  }

  private static String breaker(Site site) {
    return site.client.get("/api/models/line/versions/2/status").json().path("breaker").asString();
  }

  @Test
  void refusesWhatIsMoreThanAVersionCanDo() throws Exception {
    ServingLimits limits = ServingLimits.USUAL.withLoad(Duration.ofSeconds(20), 1, 0);
    try (Site site = new Site(limits);
        Upstream upstream = new Upstream()) {
      CountDownLatch arrived = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      addHeld(site, upstream, arrived, go);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<TestClient.Reply> first =
            threads.submit(() -> site.client.post("/predict", body(1)));
        await(arrived);
        TestClient.Reply second = site.client.post("/predict", body(1));
        go.countDown();

        assertThat(second.status()).isEqualTo(429);
        assertThat(second.headers().firstValue("retry-after")).contains("1");
        assertThat(second.body()).contains("serving.max_concurrent");
        assertThat(first.get().status()).isEqualTo(200);
        assertThat(site.sink.calls().stream().map(Call::errorType)).contains("overloaded");
      }
    }
  }

  @Test
  void givesUpOnWhatDoesNotAnswerInTime() {
    ServingLimits limits = ServingLimits.USUAL.withLoad(Duration.ofMillis(100), 8, 8);
    CountDownLatch go = new CountDownLatch(1);
    try (Site site = new Site(limits);
        Upstream upstream = new Upstream()) {
      upstream.handler =
          _ -> {
            await(go);
            return Upstream.answer("{\"prediction\": 5}");
          };
      site.add(
          "far",
          "v1.0.0",
          new ModelSource.Http(upstream.url("/score")),
          Site.number(Site.numbers("a")));

      TestClient.Reply reply = site.client.post("/predict", body(1));
      go.countDown();

      assertThat(reply.status()).isEqualTo(504);
      assertThat(site.sink.calls().getFirst().errorType()).isEqualTo("timeout");
    }
  }
}
