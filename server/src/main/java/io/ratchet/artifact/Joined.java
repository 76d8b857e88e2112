// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import io.ratchet.storage.Artifacts;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/** Parts one after the other, of which one is open at a time. */
final class Joined extends InputStream {
  private final Artifacts contents;
  private final Iterator<String> names;
  private InputStream now = InputStream.nullInputStream();

  Joined(Artifacts contents, List<String> names) {
    this.contents = contents;
    this.names = names.iterator();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    while (true) {
      int n = now.read(bytes, offset, count);
      if (n >= 0 || !names.hasNext()) {
        return n;
      }
      now.close();
      now = contents.part(names.next());
    }
  }

  @Override
  public void close() throws IOException {
    now.close();
  }
}
