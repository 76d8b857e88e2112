// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import io.ratchet.base.Digest;
import io.ratchet.base.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the secrets of webhooks encrypted, with AES-256-GCM (NIST SP 800-38D) and a key that is not
 * in the database: the configured one, else one in a file of the data directory, which is made when
 * it is first needed. Each secret is bound to its webhook.
 */
public final class Secrets {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY = 32;
  private static final int KEY_ID = 16;
  private static final Set<StandardOpenOption> NEW_AND_FORCED =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);

  private final @Nullable String configured;
  private final Path file;
  private final SecureRandom chance;
  private byte @Nullable [] known;

  /**
   * Nothing is read yet.
   *
   * @param configured the key as the operator wrote it; null for that of the file
   */
  public Secrets(@Nullable String configured, Path file, SecureRandom chance) {
    this.configured = configured;
    this.file = file;
    this.chance = chance;
  }

  /**
   * A secret that only the holder of the key can read.
   *
   * @param keyId which key that is
   */
  record Sealed(byte[] bytes, String keyId) {}

  synchronized Sealed seal(String webhook, String secret) {
    byte[] key = find().orElseGet(this::create);
    byte[] nonce = new byte[NONCE];
    chance.nextBytes(nonce);
    byte[] text = secret.getBytes(StandardCharsets.UTF_8);
    byte[] hidden = crypt(Cipher.ENCRYPT_MODE, key, nonce, webhook, text);
    byte[] bytes = Arrays.copyOf(nonce, NONCE + hidden.length);
    System.arraycopy(hidden, 0, bytes, NONCE, hidden.length);
    return new Sealed(bytes, id(key));
  }

  /**
   * The secret itself.
   *
   * @throws Failure CONFLICT where it was sealed with another key than ours
   */
  String open(String webhook, Sealed sealed) {
    byte[] key = find().filter(one -> id(one).equals(sealed.keyId())).orElseThrow(this::otherKey);
    byte[] nonce = Arrays.copyOf(sealed.bytes(), NONCE);
    byte[] hidden = Arrays.copyOfRange(sealed.bytes(), NONCE, sealed.bytes().length);
    return new String(
        crypt(Cipher.DECRYPT_MODE, key, nonce, webhook, hidden), StandardCharsets.UTF_8);
  }

  /** The id of our key; empty where there is none yet. */
  String keyId() {
    return find().map(Secrets::id).orElse("");
  }

  private Failure otherKey() {
    return Failure.conflict(
        "the secret of this webhook was encrypted with a key that this server does not have",
        "give every server the same webhooks.key, or set the secret of the webhook again");
  }

  private static byte[] crypt(int mode, byte[] key, byte[] nonce, String webhook, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(webhook.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a secret of webhook " + webhook + " is damaged", e);
    }
  }

  private static String id(byte[] key) {
    return Digest.sha256(key).substring(0, KEY_ID);
  }

  private synchronized Optional<byte[]> find() {
    if (known == null) {
      known = configured == null ? read() : HexFormat.of().parseHex(derived(configured));
    }
    return Optional.ofNullable(known);
  }

  private static String derived(String text) {
    return Digest.sha256("webhooks.key " + text);
  }

  private byte @Nullable [] read() {
    try {
      if (!Files.exists(file)) {
        return null;
      }
      byte[] key = Files.readAllBytes(file);
      if (key.length != KEY) {
        throw unusable(new IOException("it has " + key.length + " bytes and should have " + KEY));
      }
      return key;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** It is whole and on disk before it has its name. */
  private synchronized byte[] create() {
    byte[] key = new byte[KEY];
    chance.nextBytes(key);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.deleteIfExists(part);
      try (SeekableByteChannel channel = Files.newByteChannel(part, NEW_AND_FORCED, ownerOnly())) {
        channel.write(ByteBuffer.wrap(key));
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unusable(e);
    }
    known = key;
    return key;
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private Failure unusable(IOException e) {
    return Failure.unavailable(
        "the key of webhook secrets, " + file.getFileName() + ", cannot be used: " + e.getMessage(),
        "check the data directory, or set webhooks.key",
        e);
  }
}
