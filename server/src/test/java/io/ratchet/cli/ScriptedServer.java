// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Ids;
import io.ratchet.base.Json;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Caller;
import io.ratchet.http.Handler;
import io.ratchet.http.HttpConfig;
import io.ratchet.http.HttpServer;
import io.ratchet.http.Multipart;
import io.ratchet.http.ProblemDetails;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.http.Traffic;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A real server with canned answers that remembers what it was asked. */
public final class ScriptedServer implements AutoCloseable {
  private final List<Route> routes = new ArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private @Nullable HttpServer server;

  /** Answers a verb on a path pattern, such as {@code GET /api/calls/{id}}, with JSON. */
  public ScriptedServer on(String target, String json) {
    return on(target, _ -> Json.parse(json));
  }

  public ScriptedServer on(String target, Function<Request, JsonNode> answer) {
    return handle(target, request -> Answer.json(answer.apply(request)));
  }

  /** Answers in any way; a thrown failure becomes problem details. */
  public ScriptedServer handle(String target, Handler handler) {
    String[] parts = target.split(" ");
    Handler remembering =
        request -> {
          asked.add(request.method() + " " + request.path() + " " + values(request));
          return handler.handle(request);
        };
    routes.add(
        new Route(
            parts[0], parts[1], Access.OPEN, remembering, ProblemDetails::answer, null, false));
    return this;
  }

  /** The order of a query means nothing, so it is sorted; a body is shown as it came. */
  private static String values(Request request) {
    if (request.header("content-type").filter(Multipart::is).isPresent()) {
      return "a form";
    }
    ObjectNode values = request.values();
    if (request.body().length > 0) {
      return Json.text(values);
    }
    ObjectNode sorted = Json.object();
    values.propertyNames().stream().sorted().forEach(name -> sorted.set(name, values.get(name)));
    return Json.text(sorted);
  }

  public URI start() {
    server =
        new HttpServer(
                HttpConfig.local(0),
                routes,
                (request, _) ->
                    new Caller(request.header("authorization").orElse("nobody"), Access.ADMIN),
                new Ids(InstantSource.system(), RandomGenerator.getDefault()),
                new Traffic())
            .start();
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** What was asked: verb, path, and the values of query and body. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
