package io.baton.api.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.webhook.SigningSecret;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretCipherTest {
  private static final String OLD_KEY = Base64.getEncoder().encodeToString(new byte[32]);
  private static final String NEW_KEY =
      Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(UTF_8));

  private final SigningSecret secret = SigningSecret.draw();

  @Test
  void without_keys_a_secret_is_stored_as_it_is() {
    SecretCipher plain = new SecretCipher(List.of());
    assertThat(plain.stored(secret)).isEqualTo(secret.text());
    assertThat(plain.revealed(secret.text())).contains(secret);
  }

  @Test
  void with_a_key_the_secret_cannot_be_read_off_the_database() {
    SecretCipher cipher = new SecretCipher(List.of(NEW_KEY));
    String stored = cipher.stored(secret);
    assertThat(stored).doesNotContain(secret.text(), "whsec_", NEW_KEY);
    assertThat(cipher.stored(secret)).isNotEqualTo(stored);
    assertThat(cipher.revealed(stored)).contains(secret);
  }

  @Test
  void secrets_from_before_there_were_keys_and_of_former_keys_still_sign() {
    SecretCipher both = new SecretCipher(List.of(NEW_KEY, OLD_KEY));
    assertThat(both.revealed(secret.text())).contains(secret);
    String old = new SecretCipher(List.of(OLD_KEY)).stored(secret);
    assertThat(both.revealed(old)).contains(secret);
    assertThat(new SecretCipher(List.of(OLD_KEY)).revealed(both.stored(secret))).isEmpty();
  }

  @Test
  void a_damaged_secret_is_not_taken_for_another() {
    SecretCipher cipher = new SecretCipher(List.of(NEW_KEY));
    String stored = cipher.stored(secret);
    char last = stored.charAt(stored.length() - 10);
    String damaged =
        stored.substring(0, stored.length() - 10)
            + (last == 'A' ? 'B' : 'A')
            + stored.substring(stored.length() - 9);
    assertThatThrownBy(() -> cipher.revealed(damaged)).hasMessageContaining("damaged");
  }

  @Test
  void a_secret_is_shown_by_no_log() {
    assertThat(secret.toString()).doesNotContain("whsec_");
  }
}
