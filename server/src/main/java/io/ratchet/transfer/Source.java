// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.catalog.ArchivedAsset;
import io.ratchet.catalog.ArchivedVersion;
import io.ratchet.tracking.ArchivedGroup;
import io.ratchet.tracking.ArchivedRun;
import io.ratchet.tracking.RunArchive;
import java.util.List;

/**
 * What is imported from, read page by page in an order that stays the same. A page is asked for by
 * the position of the one before, or the empty text for the first; an empty page is the end.
 */
interface Source extends AutoCloseable {
  List<ArchivedGroup> groups();

  /** The runs after a position, with a way to their points. */
  RunPage runs(String after);

  /** Registered models and prompts by name, after the one of that name. */
  List<ArchivedAsset> assets(String after);

  /** Versions of one of them by number, after that number. */
  List<ArchivedVersion> versions(ArchivedAsset asset, long after);

  /** Lines of a kind in the plain form, after a position. */
  LinePage lines(Kind kind, String after);

  @Override
  void close();

  /** Some runs. */
  interface RunPage {
    List<ArchivedRun> runs();

    /** Where the next page begins. */
    String position();

    /** Every point of these runs, in any order. */
    void points(RunArchive.PointTaker taker);

    /** The end. */
    static RunPage none(String position) {
      return new RunPage() {
        @Override
        public List<ArchivedRun> runs() {
          return List.of();
        }

        @Override
        public String position() {
          return position;
        }

        @Override
        public void points(RunArchive.PointTaker taker) {}
      };
    }
  }
}
