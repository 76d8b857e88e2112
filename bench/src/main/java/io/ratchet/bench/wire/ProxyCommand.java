// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.wire;

import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.ApacheOutbound;
import io.ratchet.http.Caller;
import io.ratchet.http.HttpConfig;
import io.ratchet.http.HttpServer;
import io.ratchet.http.Outbound;
import io.ratchet.http.OutboundConfig;
import io.ratchet.http.OutboundFault;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.http.Traffic;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The least a gateway could be: the product's own HTTP server and way out, and nothing in between.
 * It reads no body, checks no caller, and records nothing.
 */
@Command(name = "proxy", description = "A proxy that only passes on, for a benchmark.")
public final class ProxyCommand implements Callable<Integer> {
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final int CONNECTIONS = 1024;
  private static final int BUFFER = 8 << 10;
  private static final int WHOLE_LIMIT = 16 << 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--upstream", required = true, description = "The port of the provider.")
  private int upstream;

  @Override
  public Integer call() throws InterruptedException {
    URI target = URI.create("http://127.0.0.1:" + upstream + "/v1/chat/completions");
    Ids ids = new Ids(InstantSource.system(), RandomGenerator.getDefault());
    try (Outbound outbound =
            new ApacheOutbound(OutboundConfig.of(Duration.ofSeconds(5), DEADLINE, CONNECTIONS));
        HttpServer server =
            new HttpServer(
                HttpConfig.local(0),
                List.of(
                    Route.post(
                        "/v1/chat/completions",
                        Access.OPEN,
                        request -> pass(request, target, outbound))),
                (_, _) -> new Caller("anybody", Access.OPERATOR),
                ids,
                new Traffic())) {
      server.start();
      var out = spec.commandLine().getOut();
      out.println("proxy listening on http://127.0.0.1:" + server.port());
      out.flush();
      new CountDownLatch(1).await();
      return 0;
    }
  }

  private static Answer pass(Request request, URI target, Outbound outbound) {
    Map<String, String> headers =
        Map.of(
            "content-type", "application/json",
            "accept", request.header("accept").orElse("*/*"),
            "accept-encoding", "identity");
    try {
      Outbound.Reply reply =
          outbound.send(new Outbound.Message("POST", target, headers, request.body()), DEADLINE);
      String type = reply.header("content-type").orElse("application/json");
      if (type.startsWith("text/event-stream")) {
        return new Answer.Streamed(
            reply.status(), Map.of("content-type", type), out -> relay(reply, out));
      }
      try (reply) {
        return Answer.bytes(reply.status(), type, Outbound.readWhole(reply, WHOLE_LIMIT));
      }
    } catch (OutboundFault fault) {
      throw Failure.unavailable(fault.toString(), "start the upstream", null);
    }
  }

  private static void relay(Outbound.Reply reply, OutputStream out) throws IOException {
    try (reply) {
      InputStream body = reply.body();
      byte[] buffer = new byte[BUFFER];
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    }
  }
}
