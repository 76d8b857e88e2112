// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Where the files of runs are copied from. */
interface FileSource extends AutoCloseable {
  /**
   * Every file below a directory, in any order; none where there is no such directory.
   *
   * @param directory names with slashes between them, as the source says, and so not to be trusted
   */
  void each(String directory, Taker taker);

  /** The file of that name in a directory; empty where there is none. */
  Optional<Content> find(String directory, String name);

  @Override
  default void close() {}

  /** Takes files one by one. */
  interface Taker {
    /**
     * A file.
     *
     * @param path below the directory that was asked for; not to be trusted
     */
    void take(String path, long size, Content content);

    /** Something that is no file to be copied. */
    void refuse(String path, String reason);
  }

  /** Opens a file; its reader closes it. */
  interface Content {
    InputStream open() throws IOException;
  }
}
