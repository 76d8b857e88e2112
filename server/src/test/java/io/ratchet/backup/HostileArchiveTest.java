// SPDX-License-Identifier: Apache-2.0
package io.ratchet.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import io.ratchet.base.Digest;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.storage.Dump;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What somebody else may have written is refused before anything of it is on disk. */
final class HostileArchiveTest {
  private static final String ARTIFACT = "artifacts/ab/ab" + "0".repeat(62);

  @TempDir private Path folder = Path.of("");

  /** Writes an archive by hand. */
  private interface Content {
    void write(OutputStream out) throws IOException;
  }

  private Path archive(Content content) throws IOException {
    Path file = folder.resolve("hostile.tar.zst");
    try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(file), 3)) {
      content.write(out);
    }
    return file;
  }

  private static void add(OutputStream out, String name, byte[] content) throws IOException {
    Tar.writeHeader(out, new Tar.Entry(name, content.length));
    out.write(content);
    out.write(new byte[Tar.padding(content.length)]);
  }

  private static ObjectNode manifest(Manifest.File... files) {
    Dump dump = new Dump(Engine.SQLITE, 18, Map.of(), List.of());
    return new Manifest("1", Instant.EPOCH, dump, "n", 0, List.of(files), List.of()).json(true);
  }

  private static Manifest.File file(String path, byte[] content) {
    return new Manifest.File(path, content.length, Digest.sha256(content));
  }

  private static void end(OutputStream out, ObjectNode manifest) throws IOException {
    add(out, Manifest.NAME, Json.bytes(manifest));
    out.write(new byte[2 * Tar.BLOCK]);
  }

  private void assertRefused(Content content, String why) throws IOException {
    Path file = archive(content);
    Path data = folder.resolve("data");
    assertThatThrownBy(() -> new Restore(file, data).run(null, true))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(why);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside", "/etc/passwd", "artifacts/../../outside", "artifacts/ab/../../x",
            "ratchet.db",
        "database/../ratchet.db", "artifacts/ab/short", "keys/other.key", "database/evil.sh", ""
      })
  void aPathOutOfItsPlaceIsRefused(String path) throws IOException {
    byte[] content = "x".getBytes(UTF_8);
    assertRefused(
        out -> {
          add(out, path, content);
          end(out, manifest(file(path, content)));
        },
        "it holds the file");
  }

  @Test
  void whatTheManifestDoesNotSayIsRefused() throws IOException {
    byte[] content = "content".getBytes(UTF_8);
    byte[] other = "context".getBytes(UTF_8);
    assertRefused(
        out -> {
          add(out, ARTIFACT, content);
          end(out, manifest(file(ARTIFACT, other)));
        },
        "another length or SHA-256");
    assertRefused(
        out -> {
          add(out, ARTIFACT, content);
          end(out, manifest());
        },
        "does not list");
    assertRefused(out -> end(out, manifest(file(ARTIFACT, content))), "is missing");
    assertRefused(out -> add(out, ARTIFACT, content), "ends in the middle");
    assertRefused(
        out -> {
          add(out, ARTIFACT, content);
          out.write(new byte[2 * Tar.BLOCK]);
        },
        "no manifest");
    assertRefused(
        out -> {
          add(out, ARTIFACT, content);
          add(out, ARTIFACT, content);
          end(out, manifest(file(ARTIFACT, content)));
        },
        "twice");
    assertRefused(
        out -> {
          end(out, manifest());
          out.write(1);
        },
        "after its manifest");
  }

  @Test
  void aManifestThatIsNoneIsRefused() throws IOException {
    for (String text :
        new String[] {
          "", "null", "[]", "{}", "{\"format\": 2}", "{\"format\": 1}", "[".repeat(9_000)
        }) {
      assertRefused(out -> add(out, Manifest.NAME, text.getBytes(UTF_8)), "");
    }
    ObjectNode wrong = manifest();
    ((ArrayNode) wrong.required("files")).addObject().put("path", 3);
    assertRefused(out -> end(out, wrong), "manifest cannot be read");
  }

  /** A length that it does not have, and one that would fill every disk. */
  @Test
  void aBombIsRefusedBeforeItIsWritten() throws IOException {
    assertRefused(
        out -> {
          Tar.writeHeader(out, new Tar.Entry(ARTIFACT, 1L << 60));
          out.write(new byte[100_000]);
        },
        "ends in the middle");
    assertRefused(
        out -> {
          Tar.writeHeader(out, new Tar.Entry(Manifest.NAME, 1L << 40));
          out.write(new byte[100]);
        },
        "no manifest");
    byte[] zeros = new byte[64 << 20];
    assertRefused(
        out -> {
          add(out, ARTIFACT, zeros);
          end(out, manifest(file(ARTIFACT, zeros), file(ARTIFACT.replace('0', '1'), zeros)));
        },
        "is missing");
  }

  @Test
  void linksAndOtherFormsAreRefused() throws IOException {
    for (byte type : new byte[] {'1', '2', '5', 'L', 'x', 'g', 0}) {
      assertRefused(
          out -> {
            byte[] header = header(ARTIFACT);
            header[156] = type;
            out.write(summed(header));
            end(out, manifest());
          },
          "plain files");
    }
    assertRefused(
        out -> {
          byte[] header = header(ARTIFACT);
          header[3] ^= 1;
          out.write(header);
        },
        "damaged");
    assertRefused(out -> out.write("hello".repeat(1_000).getBytes(UTF_8)), "damaged");
    Path plain = folder.resolve("hostile.tar.zst");
    Files.writeString(plain, "this is no archive");
    assertThatThrownBy(() -> new ArchiveReader(plain).verify()).isInstanceOf(Failure.class);
    assertThatThrownBy(() -> new ArchiveReader(folder.resolve("none")).verify())
        .isInstanceOf(Failure.class);
  }

  private static byte[] header(String name) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    Tar.writeHeader(bytes, new Tar.Entry(name, 0));
    return bytes.toByteArray();
  }

  private static byte[] summed(byte[] header) {
    int sum = 0;
    for (int i = 0; i < header.length; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
    }
    byte[] text = String.format("%06o\0 ", sum).getBytes(UTF_8);
    System.arraycopy(text, 0, header, 148, text.length);
    return header;
  }

  @Test
  void lengthsOfEveryKindAreReadAsTheyWereWritten() throws IOException {
    for (long size : new long[] {0, 1, 511, 512, 8_589_934_591L, 8_589_934_592L, 1L << 50}) {
      var bytes = new java.io.ByteArrayOutputStream();
      Tar.writeHeader(bytes, new Tar.Entry(ARTIFACT, size));
      var in = new java.io.ByteArrayInputStream(bytes.toByteArray());
      assertThat(Tar.readHeader(in)).isEqualTo(new Tar.Entry(ARTIFACT, size));
    }
  }
}
