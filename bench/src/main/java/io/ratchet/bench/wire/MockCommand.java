// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A provider that answers at once, or after a fixed time: 2 KB whole, or 64 deltas in a pace of 20
 * ms. Each delta carries its number and the moment it was sent.
 */
@Command(
    name = "mock",
    description = "A mock of an OpenAI-compatible provider, for a benchmark or by itself.")
public final class MockCommand implements Callable<Integer> {
  private static final int BACKLOG = 1024;
  private static final byte[] STREAM = "\"stream\":true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] USAGE = "\"include_usage\":true".getBytes(StandardCharsets.US_ASCII);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--port", description = "0, the default, picks a free one.")
  private int port;

  @Option(names = "--latency-ms", description = "How long a whole answer takes; default 0.")
  private double latencyMillis;

  private final byte[] whole = MockAnswers.whole();
  private final MockPacer pacer = new MockPacer();

  @Override
  public Integer call() throws IOException {
    pacer.start();
    try (ServerSocket server = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress())) {
      var out = spec.commandLine().getOut();
      out.println("mock listening on http://127.0.0.1:" + server.getLocalPort());
      out.flush();
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      HttpReader in = new HttpReader(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      while (in.next()) {
        answer(in, out);
      }
    } catch (IOException e) {
      // Whoever called has gone: a mock has nobody to tell.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpReader in, OutputStream out) throws IOException, InterruptedException {
    if (!in.head().contains("/chat/completions")) {
      out.write(MockAnswers.notFound());
    } else if (in.bodyHolds(STREAM)) {
      pacer.send(out, in.bodyHolds(USAGE));
    } else {
      if (latencyMillis > 0) {
        LockSupport.parkNanos((long) (latencyMillis * 1e6));
      }
      out.write(whole);
    }
  }
}
