// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The stream to a caller. The server tells of a broken connection by exceptions of its own; here
 * they are what a {@link Answer.Writer} expects.
 */
final class CallerStream extends OutputStream {
  private final OutputStream out;

  CallerStream(OutputStream out) {
    this.out = out;
  }

  private interface Step {
    void run() throws IOException;
  }

  @Override
  public void write(int b) throws IOException {
    attempt(() -> out.write(b));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    attempt(() -> out.write(bytes, offset, length));
  }

  @Override
  public void flush() throws IOException {
    attempt(out::flush);
  }

  @Override
  public void close() throws IOException {
    attempt(out::close);
  }

  private static void attempt(Step step) throws IOException {
    try {
      step.run();
    } catch (RuntimeException e) {
      throw new IOException("the connection to the caller broke", e);
    }
  }
}
