// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What the spool changes on a disk. A seam: tests put a disk here whose writes and fsyncs fail on
 * demand.
 */
interface Disk {
  /** A new file; an existing one is refused. */
  Output create(Path file) throws IOException;

  /** Cuts a file and makes the cut durable; cutting at its size makes the file durable. */
  void truncate(Path file, long size) throws IOException;

  void delete(Path file) throws IOException;

  /** Makes the names in a directory durable. */
  void syncDirectory(Path directory) throws IOException;

  /** Bytes that this process may still write there. */
  long usableBytes(Path directory) throws IOException;

  /** A file that is being written. */
  interface Output {
    /** Writes at an offset, so that what a failed write left behind is overwritten by the next. */
    void write(long offset, byte[] bytes) throws IOException;

    /** Takes back a write that failed half-way. */
    void truncate(long size) throws IOException;

    void sync() throws IOException;

    void close() throws IOException;
  }
}
