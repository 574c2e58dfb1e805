package io.baton.api.dashboard.settings;

import static io.baton.api.platform.TestApi.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.dashboard.Browser;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestKeys;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
class KeysPageTest extends PlatformTest {
  private static final String KEYS = "/ui/settings/keys";
  private static final Pattern SECRET =
      Pattern.compile("id=\"new-key\">(baton_[A-Za-z0-9_-]{43})<");

  private Browser operator() {
    return Browser.signedIn(TestKeys.OPERATOR);
  }

  @Test
  void a_new_key_is_shown_once_and_works() {
    Response made =
        operator()
            .here()
            .formParam("name", "night shift")
            .formParam("role", "node")
            .formParam("pool", "cellar")
            .formParam("expires", "2")
            .formParam("unit", "days")
            .post(KEYS);

    assertThat(made.statusCode()).isEqualTo(200);
    assertThat(made.header("Cache-Control")).isEqualTo("no-store");
    Matcher shown = SECRET.matcher(made.asString());
    assertThat(shown.find()).isTrue();
    assertThat(TestKeys.as(shown.group(1)).get("/v1/keys/current").path("name").toString())
        .isEqualTo("night shift");
    assertThat(operator().page(KEYS)).contains("night shift").doesNotContain(shown.group(1));
  }

  @Test
  void a_refused_form_comes_back_with_what_was_typed_and_says_why() {
    Response nothing = operator().here().formParam("name", "").post(KEYS);
    assertThat(nothing.statusCode()).isEqualTo(422);
    Response refused =
        operator()
            .here()
            .formParam("name", "cellar <b>")
            .formParam("role", "node")
            .formParam("pool", "")
            .formParam("expires", "soon")
            .post(KEYS);

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.asString())
        .contains("must be a whole number of days, not &#39;soon&#39;")
        .contains("value=\"cellar &lt;b&gt;\"", "<option value=\"node\" selected>");
    assertThat(get("/v1/keys").asString()).doesNotContain("cellar");
  }

  @Test
  void users_see_and_make_keys_of_their_own_owner_only() {
    Browser alice = Browser.signedIn(TestKeys.user("alice"));
    TestKeys.user("ben");
    assertThat(alice.page(KEYS)).doesNotContain("ben", "key-role", "key-owner");

    Response forbidden =
        alice.here().formParam("name", "more").formParam("role", "operator").post(KEYS);
    assertThat(forbidden.statusCode()).isEqualTo(403);
    assertThat(forbidden.asString()).contains("A user makes keys of role user only");
    alice.here().formParam("name", "laptop").post(KEYS).then().statusCode(200);

    assertThat(alice.page(KEYS)).contains("laptop", "with test");
  }

  @Test
  void the_key_that_one_is_signed_in_with_is_marked_and_ends_the_session_with_it() {
    Browser alice = Browser.signedIn(TestKeys.user("alice"));
    String page = alice.page(KEYS);
    assertThat(page).contains("you are signed in with it", "you will be signed out");
    String key = page.split("<tr id=\"")[1].split("\"")[0];

    Response revoked = alice.here().post(KEYS + "/" + key + "/revoke");

    assertThat(revoked.statusCode()).isEqualTo(303);
    assertThat(operator().page(KEYS)).contains("revoked <time");
    assertThat(get("/v1/keys").path("keys.find { it.id == '" + key + "' }.revokedAt").toString())
        .isNotBlank();
  }

  @Test
  void keys_of_others_and_nonsense_are_not_there() {
    TestKeys.user("ben");
    String bens = get("/v1/keys").path("keys.find { it.owner == 'ben' }.id");
    Browser alice = Browser.signedIn(TestKeys.user("alice"));

    assertThat(alice.here().post(KEYS + "/" + bens + "/revoke").statusCode()).isEqualTo(404);
    assertThat(alice.here().post(KEYS + "/NO%20KEY/revoke").statusCode()).isEqualTo(404);
  }

  @Test
  void operators_are_told_which_key_keeps_what_and_users_how_long() {
    assertThat(operator().page("/ui/settings/retention"))
        .contains("BATON_WEBHOOKS_LOG_KEPT", "30 d after they ended", "Scaling decisions");
    assertThat(Browser.signedIn(TestKeys.user("alice")).page("/ui/settings/retention"))
        .contains("30 d after they ended")
        .doesNotContain("BATON_", "Scaling decisions");
  }
}
