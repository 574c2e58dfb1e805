package io.baton.api.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The symmetric signatures of Standard Webhooks 1.0. */
final class Signature {
  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  /** One signature a key, with spaces between them. */
  static String of(List<byte[]> keys, String id, Instant timestamp, String body) {
    return keys.stream().map(key -> of(key, id, timestamp, body)).collect(Collectors.joining(" "));
  }

  /** {@code v1,} + base64(HMAC-SHA256(key, id.timestamp.body)), the timestamp in seconds. */
  static String of(byte[] key, String id, Instant timestamp, String body) {
    String signed = id + "." + timestamp.getEpochSecond() + "." + body;
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      byte[] digest = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
