// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;

/**
 * The id of the log in a directory, made once. Positions mean something only together with it: a
 * node that lost its directory begins a new log, and gets a new id.
 */
final class NodeId {
  private NodeId() {}

  static String of(Path directory, Supplier<String> ids, Disk disk) throws IOException {
    Path file = directory.resolve("node");
    if (Files.exists(file)) {
      return Files.readString(file).strip();
    }
    String id = ids.get();
    Path draft = directory.resolve("node.new");
    disk.delete(draft);
    Disk.Output output = disk.create(draft);
    try {
      output.write(0, (id + "\n").getBytes(StandardCharsets.UTF_8));
      output.sync();
    } finally {
      output.close();
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    disk.syncDirectory(directory);
    return id;
  }
}
