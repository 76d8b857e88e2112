// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Ids;
import io.ratchet.base.Json;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Caller;
import io.ratchet.http.Handler;
import io.ratchet.http.HttpConfig;
import io.ratchet.http.HttpServer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.http.Traffic;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** A model elsewhere that does what a test says. */
final class Upstream implements AutoCloseable {
  private final HttpServer server;
  final AtomicInteger requests = new AtomicInteger();
  volatile Handler handler = request -> answer("{\"prediction\": 1, \"confidence\": 0.75}");

  Upstream() {
    InstantSource time = InstantSource.system();
    Caller caller = new Caller("test", Access.ADMIN);
    server =
        new HttpServer(
                HttpConfig.local(0),
                List.of(
                    Route.post("/score", Access.OPEN, this::handle),
                    Route.get("/v2/models/m", Access.OPEN, this::handle),
                    Route.post("/v2/models/m/infer", Access.OPEN, this::handle)),
                (_, _) -> caller,
                new Ids(time, RandomGenerator.getDefault()),
                new Traffic())
            .start();
  }

  private Answer handle(Request request) {
    requests.incrementAndGet();
    return handler.handle(request);
  }

  static Answer answer(String json) {
    return Answer.json(Json.parse(json));
  }

  static Answer broken() {
    return Answer.json(500, Json.object().put("error", "broken"));
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  @Override
  public void close() {
    server.close();
  }
}
