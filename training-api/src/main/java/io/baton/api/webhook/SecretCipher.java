package io.baton.api.webhook;

import io.baton.api.config.BatonConfig;
import io.baton.protocol.webhook.SigningSecret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * How signing secrets stand in the database: encrypted with AES-256-GCM where operators set keys,
 * else as they are. The first key encrypts, all of them decrypt, so keys can be changed.
 */
@ApplicationScoped
public class SecretCipher {
  /** Bytes of a key. */
  public static final int KEY_BYTES = 32;

  private static final String MARK = "aes256gcm";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final List<Key> keys;
  private final SecureRandom random = new SecureRandom();

  @Inject
  SecretCipher(BatonConfig config) {
    this(config.webhooks().secretKeys().orElse(List.of()));
  }

  /**
   * Reads the keys.
   *
   * @param base64Keys of 32 bytes each
   */
  SecretCipher(List<String> base64Keys) {
    keys = base64Keys.stream().map(Key::of).toList();
  }

  /** Whether this is the base64 of a key. */
  public static boolean isKey(String base64) {
    try {
      return Key.of(base64) != null;
    } catch (IllegalArgumentException notOne) {
      return false;
    }
  }

  /** What to store. */
  String stored(SigningSecret secret) {
    if (keys.isEmpty()) {
      return secret.text();
    }
    Key key = keys.get(0);
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] encrypted =
        key.run(Cipher.ENCRYPT_MODE, nonce, secret.text().getBytes(StandardCharsets.UTF_8));
    byte[] both =
        ByteBuffer.allocate(nonce.length + encrypted.length).put(nonce).put(encrypted).array();
    return String.join(":", MARK, key.name, Base64.getEncoder().encodeToString(both));
  }

  /** The secret again; empty when none of the keys made it. */
  Optional<SigningSecret> revealed(String stored) {
    if (!stored.startsWith(MARK + ":")) {
      return Optional.of(new SigningSecret(stored));
    }
    String[] parts = stored.split(":", 3);
    return keys.stream()
        .filter(key -> key.name.equals(parts[1]))
        .findFirst()
        .map(key -> new SigningSecret(decrypted(key, Base64.getDecoder().decode(parts[2]))));
  }

  private static String decrypted(Key key, byte[] both) {
    ByteBuffer buffer = ByteBuffer.wrap(both);
    byte[] nonce = new byte[NONCE_BYTES];
    buffer.get(nonce);
    byte[] encrypted = new byte[buffer.remaining()];
    buffer.get(encrypted);
    return new String(key.run(Cipher.DECRYPT_MODE, nonce, encrypted), StandardCharsets.UTF_8);
  }

  /**
   * A key, and a name that does not give it away.
   *
   * @param name the start of its digest
   */
  private record Key(String name, SecretKeySpec value) {
    static Key of(String base64) {
      try {
        byte[] bytes = Base64.getDecoder().decode(base64.strip());
        if (bytes.length != KEY_BYTES) {
          throw new IllegalArgumentException("has " + bytes.length + " bytes");
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
        return new Key(HexFormat.of().formatHex(digest, 0, 4), new SecretKeySpec(bytes, "AES"));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }

    byte[] run(int mode, byte[] nonce, byte[] input) {
      try {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, value, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher.doFinal(input);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("a webhook's stored secret is damaged", e);
      }
    }
  }
}
