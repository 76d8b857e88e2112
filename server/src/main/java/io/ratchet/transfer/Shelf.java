// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.tracking.ArchivePolicy;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a kind of records is kept here: lines are checked, added, found again and read out.
 *
 * @param <T> the record that a line stands for
 */
interface Shelf<T> {
  Kind kind();

  /**
   * The record that a line says, without what it may not have; null where it may not be here. Both
   * the import and the comparison ask it, so that what was refused is missed by neither.
   */
  @Nullable T admit(JsonNode line, ArchivePolicy.Refused refused);

  /** What it is called where something is wrong with it. */
  String name(T one);

  /** The line that stands for a record; the same for the same record on both sides. */
  ObjectNode line(T one);

  /** What of the line has to be the same on both sides. */
  default ObjectNode compared(T one) {
    return line(one);
  }

  /** How many of its parts are counted apart. */
  default void count(T one, Counter counter) {}

  /** Takes records over that were admitted; how many were not here before. */
  int add(Handle handle, List<T> records);

  /** What is here of these, in any order. */
  List<T> find(List<T> like);

  /** Records in the order of their lines, after the one with that key; none at the end. */
  List<T> after(String key);

  /** What stands for a record here and there. */
  default String key(T one) {
    return kind().key(line(one));
  }

  /** Takes a count. */
  interface Counter {
    void add(Counted counted, long count);
  }
}
