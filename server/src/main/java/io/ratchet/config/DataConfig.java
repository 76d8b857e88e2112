// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.nio.file.Path;

/**
 * Where everything lives that is not told to live elsewhere.
 *
 * @param directory holds the embedded database, the artifacts and the spool
 */
public record DataConfig(Path directory) {
  static DataConfig read(Section section) {
    return new DataConfig(
        section.path(
            "directory",
            "data",
            "Holds the embedded database, the artifacts and the spool, where they are not placed"
                + " elsewhere. Given as a flag or variable it moves all of them, whatever the file"
                + " says; a database server or an object store stays."));
  }

  /** A place inside the directory, written with slashes on every system. */
  String inside(String name) {
    return directory.resolve(name).toString().replace('\\', '/');
  }
}
