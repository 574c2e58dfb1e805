package io.baton.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SameOriginTest {
  private static final String HOST = "baton.example:8080";

  @Test
  void a_page_of_this_service_may() {
    assertThat(allows("same-origin", null)).isTrue();
    assertThat(allows(null, "https://baton.example:8080")).isTrue();
  }

  @Test
  void an_address_that_the_reader_typed_may() {
    assertThat(allows("none", null)).isTrue();
  }

  @Test
  void a_page_of_another_site_may_not_whatever_it_claims_as_origin() {
    assertThat(allows("cross-site", "https://baton.example:8080")).isFalse();
    assertThat(allows("same-site", null)).isFalse();
    assertThat(allows(null, "https://evil.example")).isFalse();
    assertThat(allows(null, "https://baton.example")).isFalse();
    assertThat(allows(null, "https://baton.example:8080.evil.example")).isFalse();
  }

  @Test
  void a_request_that_does_not_say_where_it_comes_from_may_not() {
    assertThat(allows(null, null)).isFalse();
    assertThat(allows(null, "null")).isFalse();
    assertThat(allows(null, "no address at all")).isFalse();
  }

  private static boolean allows(String fetchSite, String origin) {
    return SameOrigin.allows(Optional.ofNullable(fetchSite), Optional.ofNullable(origin), HOST);
  }
}
