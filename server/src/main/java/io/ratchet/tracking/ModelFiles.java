// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of logged models, as far as they are listed. */
@FunctionalInterface
public interface ModelFiles {
  /**
   * A file or folder.
   *
   * @param path from the root of the model
   * @param size null for a folder
   */
  record Entry(String path, boolean isFolder, @Nullable Long size) {}

  /**
   * What is in a folder.
   *
   * @param root where the files of the model are
   * @param path of the folder from there; empty for the root itself
   */
  List<Entry> list(String root, String path);
}
