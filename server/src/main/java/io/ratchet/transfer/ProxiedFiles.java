// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Files behind a tracking server, which hands them out. */
final class ProxiedFiles implements FileSource {
  /** A server that lists a directory within itself would never come to an end. */
  private static final int DEPTH = 64;

  private final TrackingClient client;

  ProxiedFiles(TrackingClient client) {
    this.client = client;
  }

  private record Place(String path, int depth) {}

  @Override
  public Optional<Content> find(String directory, String name) {
    for (JsonNode one : client.files(directory).path("files")) {
      if (Lines.text(one, "path").equals(name) && !one.path("is_dir").asBoolean(false)) {
        return Optional.of(() -> client.file(directory + "/" + name));
      }
    }
    return Optional.empty();
  }

  @Override
  public void each(String directory, Taker taker) {
    Deque<Place> open = new ArrayDeque<>();
    open.add(new Place("", 0));
    while (!open.isEmpty()) {
      Place place = open.removeFirst();
      String full = place.path().isEmpty() ? directory : directory + "/" + place.path();
      JsonNode listed = client.files(full);
      for (JsonNode one : listed.path("files")) {
        String name = Lines.text(one, "path");
        String path = place.path().isEmpty() ? name : place.path() + "/" + name;
        if (!one.path("is_dir").asBoolean(false)) {
          taker.take(path, Lines.number(one, "file_size"), () -> client.file(full + "/" + name));
        } else if (place.depth() < DEPTH && !name.isEmpty()) {
          open.add(new Place(path, place.depth() + 1));
        } else {
          taker.refuse(path, "it is " + DEPTH + " folders deep");
        }
      }
    }
  }
}
