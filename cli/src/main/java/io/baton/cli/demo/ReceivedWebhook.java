package io.baton.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.protocol.client.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A webhook that came in, checked as the specification of Standard Webhooks tells receivers to:
 * {@code v1} signatures are the base64 of HMAC-SHA256 over {@code id.timestamp.body}.
 *
 * @param id the same at every try of one delivery
 * @param sequence of the event; grows with time
 * @param verified whether a signature is right and the time is not stale
 */
record ReceivedWebhook(
    String id, String type, String job, long sequence, boolean verified, Instant at) {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  static ReceivedWebhook of(UnaryOperator<String> header, byte[] body, byte[] key, Instant now) {
    String id = Optional.ofNullable(header.apply("webhook-id")).orElse("");
    String timestamp = Optional.ofNullable(header.apply("webhook-timestamp")).orElse("");
    String signatures = Optional.ofNullable(header.apply("webhook-signature")).orElse("");
    JsonNode json = parse(body);
    return new ReceivedWebhook(
        id,
        json.path("type").asText(),
        json.path("data").path("job").asText(),
        json.path("data").path("sequence").asLong(),
        isFresh(timestamp, now) && isSigned(id, timestamp, body, key, signatures),
        now);
  }

  private static JsonNode parse(byte[] body) {
    try {
      return Json.mapper().readTree(body);
    } catch (IOException notJson) {
      return Json.mapper().createObjectNode();
    }
  }

  private static boolean isFresh(String timestamp, Instant now) {
    try {
      Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
      return Duration.between(sent, now).abs().compareTo(TOLERANCE) <= 0;
    } catch (NumberFormatException notATime) {
      return false;
    }
  }

  private static boolean isSigned(
      String id, String timestamp, byte[] body, byte[] key, String signatures) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
      return Arrays.stream(signatures.split(" "))
          .anyMatch(
              signature ->
                  MessageDigest.isEqual(
                      signature.getBytes(StandardCharsets.UTF_8),
                      expected.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }
}
