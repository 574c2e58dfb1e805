package io.baton.protocol.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.Optional;

/**
 * Gives a webhook a new secret. Until the overlap ends both sign, so that receivers can be changed
 * meanwhile.
 *
 * @param secret {@code whsec_} and the base64 of 24 to 64 bytes; absent: the service draws one of
 *     32 bytes
 * @param overlapSeconds for how long the secret before it signs as well, in seconds, 0 to 604,800;
 *     default 86,400
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SecretRotation(Optional<SigningSecret> secret, Integer overlapSeconds) {
  private static final int DAY = 86_400;

  public SecretRotation {
    secret = Fields.orDefault(secret, Optional.empty());
    overlapSeconds = Fields.orDefault(overlapSeconds, DAY);
    Fields.inRange("overlapSeconds", overlapSeconds, 0, 7 * DAY);
  }
}
