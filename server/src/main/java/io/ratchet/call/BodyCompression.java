// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests and responses of calls as one compressed block (Zstandard, RFC 8878). Bodies of one
 * installation resemble each other, so a dictionary trained on the first of them halves what is
 * left.
 *
 * <p>Not thread-safe; holds native memory until closed.
 */
final class BodyCompression implements AutoCloseable {
  /** Bodies that a dictionary is trained on, and the most memory they may take. */
  static final int SAMPLES = 1_000;

  private static final int SAMPLE_BYTES = 8 << 20;
  private static final int DICTIONARY_BYTES = 32 << 10;
  private static final int LEVEL = 3;

  /** A dictionary with its number; 0 and no bytes before there is one. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Dictionary(int id, byte[] content) {
    static final Dictionary NONE = new Dictionary(0, new byte[0]);
  }

  private final Dictionary dictionary;
  private final ZstdCompressCtx compressor = new ZstdCompressCtx();

  BodyCompression(Dictionary dictionary) {
    this.dictionary = dictionary;
    compressor.setLevel(LEVEL);
    if (dictionary.id() != 0) {
      compressor.loadDict(dictionary.content());
    }
  }

  Dictionary dictionary() {
    return dictionary;
  }

  byte[] compress(StoredBodies bodies) {
    return compressor.compress(join(bodies));
  }

  static byte[] join(StoredBodies bodies) {
    return new BinaryWriter().block(bodies.request()).bytes(bodies.response()).toBytes();
  }

  static StoredBodies expand(byte[] compressed, Dictionary dictionary) {
    try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
      if (dictionary.id() != 0) {
        context.loadDict(dictionary.content());
      }
      long size = Zstd.getFrameContentSize(compressed);
      BinaryReader in = new BinaryReader(context.decompress(compressed, Math.toIntExact(size)));
      return new StoredBodies(in.block(), in.rest());
    }
  }

  /** Trains a dictionary on samples; null where they are too few or too alike to learn from. */
  static byte @Nullable [] train(List<byte[]> samples) {
    ZstdDictTrainer trainer = new ZstdDictTrainer(SAMPLE_BYTES, DICTIONARY_BYTES);
    for (byte[] sample : samples) {
      if (!trainer.addSample(sample)) {
        break;
      }
    }
    try {
      return trainer.trainSamples();
    } catch (ZstdException e) {
      return null;
    }
  }

  @Override
  public void close() {
    compressor.close();
  }
}
