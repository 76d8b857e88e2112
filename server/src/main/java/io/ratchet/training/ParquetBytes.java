// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import java.io.ByteArrayInputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A file in memory, as Parquet's library wants it. */
record ParquetBytes(byte[] bytes) implements InputFile {
  @Override
  public long getLength() {
    return bytes.length;
  }

  @Override
  public SeekableInputStream newStream() {
    Place place = new Place(bytes);
    return new DelegatingSeekableInputStream(place) {
      @Override
      public long getPos() {
        return place.at();
      }

      @Override
      public void seek(long position) {
        place.go(position);
      }
    };
  }

  /** A stream that knows where it is and can go elsewhere. */
  private static final class Place extends ByteArrayInputStream {
    private Place(byte[] bytes) {
      super(bytes);
    }

    private synchronized long at() {
      return pos;
    }

    private synchronized void go(long position) {
      pos = Math.clamp(position, 0, count);
    }
  }
}
