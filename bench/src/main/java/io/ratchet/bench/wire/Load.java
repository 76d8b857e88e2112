// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.wire;

import io.ratchet.bench.harness.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * Buffered requests over kept connections, one thread for each.
 *
 * <p>Paced load is an open loop: request <i>i</i> is due at its time whether or not those before it
 * were answered, and a request that finds its connection busy counts from when it was due, so that
 * a pause of the server is felt by all that fall into it (no coordinated omission). Where the
 * connection was free, the time counts from the sending: that the generator itself woke late is not
 * the server's doing.
 */
public final class Load {
  private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().factory();

  private Load() {}

  /**
   * What came of it.
   *
   * @param failures answers that were no success
   * @param perSecond successful answers
   */
  public record Outcome(Samples samples, long failures, double perSecond) {}

  /** One connection's part: the times of its successes, and its failures. */
  private record Part(long[] nanos, long failures) {}

  /** Requests at a fixed rate over all connections together. */
  public static Outcome paced(
      int port, byte[] request, int connections, double perSecond, double seconds)
      throws IOException {
    long interval = (long) (1e9 * connections / perSecond);
    int each = (int) (perSecond * seconds / connections);
    long start = System.nanoTime() + 10_000_000;
    return run(
        connections,
        number -> paced(port, request, start + interval * number / connections, interval, each));
  }

  private static Part paced(int port, byte[] request, long first, long interval, int count)
      throws IOException {
    try (HttpLine line = new HttpLine(port)) {
      long[] nanos = new long[count];
      int succeeded = 0;
      for (int i = 0; i < count; i++) {
        long due = first + i * interval;
        boolean free = await(due);
        long from = free ? System.nanoTime() : due;
        int status = line.exchange(request);
        nanos[succeeded] = System.nanoTime() - from;
        succeeded += status == 200 ? 1 : 0;
      }
      return new Part(Arrays.copyOf(nanos, succeeded), count - succeeded);
    }
  }

  /** Waits until a moment; false where it has passed already. */
  private static boolean await(long due) {
    long left = due - System.nanoTime();
    if (left <= 0) {
      return false;
    }
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = due - System.nanoTime();
    }
    return true;
  }

  /** As many requests as get answered: each connection sends when it has its answer. */
  public static Outcome closed(int port, byte[] request, int connections, double seconds)
      throws IOException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    return run(connections, _ -> closed(port, request, end));
  }

  private static Part closed(int port, byte[] request, long end) throws IOException {
    try (HttpLine line = new HttpLine(port)) {
      long[] nanos = new long[1 << 14];
      int succeeded = 0;
      long failures = 0;
      long from = System.nanoTime();
      while (from < end) {
        int status = line.exchange(request);
        long now = System.nanoTime();
        if (status == 200) {
          if (succeeded == nanos.length) {
            nanos = Arrays.copyOf(nanos, succeeded * 2);
          }
          nanos[succeeded++] = now - from;
        } else {
          failures++;
        }
        from = now;
      }
      return new Part(Arrays.copyOf(nanos, succeeded), failures);
    }
  }

  private interface Connection {
    Part run(int number) throws IOException;
  }

  private static Outcome run(int connections, Connection connection) throws IOException {
    long start = System.nanoTime();
    List<Callable<Part>> tasks = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      int number = i;
      tasks.add(() -> connection.run(number));
    }
    List<Part> parts = all(tasks);
    double seconds = (System.nanoTime() - start) / 1e9;
    Samples samples = Samples.of(parts.stream().map(Part::nanos).toList());
    long failures = parts.stream().mapToLong(Part::failures).sum();
    return new Outcome(samples, failures, samples.count() / seconds);
  }

  /** Runs all tasks at once, each on a thread of its own. */
  public static <T> List<T> all(List<Callable<T>> tasks) throws IOException {
    try (ExecutorService threads = Executors.newThreadPerTaskExecutor(THREADS)) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IOException("load failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
