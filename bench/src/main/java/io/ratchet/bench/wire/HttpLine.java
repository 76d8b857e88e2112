// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One kept connection to a local server; requests are bytes, made beforehand. */
public final class HttpLine implements AutoCloseable {
  private final Socket socket;
  private final OutputStream out;
  private final HttpReader in;

  public HttpLine(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    in = new HttpReader(socket.getInputStream());
  }

  /** A request with its head, in one piece. */
  public static byte[] post(String path, byte[] body) {
    byte[] head =
        ("POST "
                + path
                + " HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
                + "content-length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  public static byte[] get(String path) {
    return ("GET " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends a request and reads its answer; its status. */
  public int exchange(byte[] request) throws IOException {
    out.write(request);
    if (!in.next()) {
      throw new IOException("the server closed the connection");
    }
    return in.status();
  }

  /** The body of the last answer. */
  public byte[] body() {
    return in.body();
  }

  /** Sends a request whose answer has to be a success; its body as text. */
  public String ask(byte[] request) throws IOException {
    int status = exchange(request);
    String text = new String(body(), StandardCharsets.UTF_8);
    if (status / 100 != 2) {
      throw new IOException("status " + status + ": " + text);
    }
    return text;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
