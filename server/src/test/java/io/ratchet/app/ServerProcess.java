// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.http.TestClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, as a user starts it, to be stopped or killed. */
final class ServerProcess implements AutoCloseable {
  private static final String READY = "ratchet listening on http://";

  private final Process process;
  private final Path log;
  private final int port;

  private ServerProcess(Process process, Path log) throws IOException {
    this.process = process;
    this.log = log;
    this.port = awaitPort();
  }

  /**
   * Starts {@code ratchet serve --port 0} with more arguments and waits until it listens.
   *
   * @param folder working directory; its log goes there too
   */
  static ServerProcess start(Path folder, Map<String, String> environment, String... arguments) {
    try {
      List<String> command = new ArrayList<>(java("serve", "--port", "0"));
      command.addAll(List.of(arguments));
      Path log = folder.resolve("server.log");
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().keySet().removeIf(name -> name.startsWith("RATCHET_"));
      builder.environment().remove("OPENAI_API_KEY");
      builder.environment().putAll(environment);
      return new ServerProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command line of the product out of the classes under test. */
  static List<String> java(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseCompactObjectHeaders",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.ratchet.app.Main"));
    command.addAll(List.of(arguments));
    return command;
  }

  private int awaitPort() throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.startsWith(READY)) {
      throw new IllegalStateException(
          "the server did not start, it said " + line + "\n" + Files.readString(log));
    }
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip());
  }

  int port() {
    return port;
  }

  TestClient client() {
    return new TestClient(port);
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** kill -9. */
  void kill() {
    process.destroyForcibly();
    await();
  }

  /** The polite stop; its exit code. */
  int stop() {
    process.destroy();
    return await();
  }

  private int await() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the server did not end\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
