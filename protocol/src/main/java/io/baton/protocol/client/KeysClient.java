package io.baton.protocol.client;

import io.baton.protocol.access.CreatedKey;
import io.baton.protocol.access.Key;
import io.baton.protocol.access.KeyCreation;
import io.baton.protocol.access.KeyId;
import io.baton.protocol.access.KeyPage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What is done with API keys. Every call throws {@link ApiException}. */
public final class KeysClient {
  private final HttpJson http;

  public KeysClient(ApiEndpoint api) {
    this.http = new HttpJson(api);
  }

  public CreatedKey create(KeyCreation creation) {
    return http.post("v1/keys", creation, CreatedKey.class);
  }

  /** Newest first. */
  public KeyPage keys(Optional<String> cursor, int limit) {
    String after =
        cursor.map(c -> "&cursor=" + URLEncoder.encode(c, StandardCharsets.UTF_8)).orElse("");
    return http.get("v1/keys?limit=" + limit + after, KeyPage.class);
  }

  /** The key that this client calls with. */
  public Key current() {
    return http.get("v1/keys/current", Key.class);
  }

  /** Revoking a revoked key changes nothing. */
  public Key revoke(KeyId id) {
    return http.post("v1/keys/" + id + "/revoke", new Empty(), Key.class);
  }

  private record Empty() {}
}
