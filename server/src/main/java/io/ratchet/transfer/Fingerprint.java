// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Json;
import io.ratchet.tracking.ArchivedRun;
import io.ratchet.tracking.InputDataset;
import io.ratchet.tracking.Links;
import io.ratchet.tracking.Metric;
import io.ratchet.tracking.Tag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stands for a set of records, in whatever order they come: how many there are, and the sum of
 * their SHA-256, lane by lane of 64 bits (the additive hash of Bellare and Micciancio, "A New
 * Paradigm for Collision-Free Hashing", 1997, in the form that is proof against accidents, not
 * against an adversary). Two stores keep the same when their fingerprints are the same, though they
 * order texts differently.
 */
final class Fingerprint {
  private static final int LANES = 4;

  private final long[] sum = new long[LANES];
  private final MessageDigest digest = sha256();
  private long count;

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Adds what a run is, without what it logged. */
  void add(ArchivedRun run) {
    record(
        "run",
        run.id(),
        run.group(),
        run.name(),
        run.userId(),
        run.status(),
        String.valueOf(Objects.requireNonNullElse(run.startTime(), 0L)),
        String.valueOf(run.endTime()),
        run.deletedAt() == null ? "active" : "deleted");
  }

  /** Adds a line of the plain form. */
  void add(Kind kind, ObjectNode line) {
    record(kind.label(), Json.text(line));
  }

  /** Adds what a run read and made. */
  void add(String run, Links links) {
    for (Links.Input input : links.inputs()) {
      InputDataset dataset = input.dataset();
      record(
          "input",
          run,
          dataset.name(),
          dataset.digest(),
          dataset.sourceType(),
          dataset.source(),
          String.valueOf(dataset.schema()),
          String.valueOf(dataset.profile()));
      for (Tag tag : input.tags()) {
        record("input tag", run, dataset.name(), dataset.digest(), tag.key(), tag.value());
      }
    }
    links.modelsRead().forEach(model -> record("read", run, model));
    links.outputs().forEach(made -> record("made", run, made.model(), Long.toString(made.step())));
  }

  /** Adds a parameter or a tag. */
  void add(String kind, String run, String key, String value) {
    record(kind, run, key, value);
  }

  /** Adds a point. */
  void add(String run, Metric point) {
    field("point");
    field(run);
    field(point.key());
    ByteBuffer numbers = ByteBuffer.allocate(3 * Long.BYTES + 1);
    numbers.putLong(point.time()).putLong(point.step());
    numbers.putLong(Double.doubleToLongBits(point.value()));
    numbers.put((byte) (point.isNan() ? 1 : 0));
    digest.update(numbers.array());
    end();
  }

  private void record(String... fields) {
    Stream.of(fields).forEach(this::field);
    end();
  }

  /** A field behind its length, so that no two records look the same. */
  private void field(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private void end() {
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    for (int i = 0; i < LANES; i++) {
      sum[i] += hash.getLong();
    }
    count++;
  }

  /** Adds all that another one stands for. */
  void add(Fingerprint other) {
    for (int i = 0; i < LANES; i++) {
      sum[i] += other.sum[i];
    }
    count += other.count;
  }

  long count() {
    return count;
  }

  /** 64 hexadecimal digits. */
  String hex() {
    ByteBuffer all = ByteBuffer.allocate(LANES * Long.BYTES);
    for (long lane : sum) {
      all.putLong(lane);
    }
    return HexFormat.of().formatHex(all.array());
  }
}
