package io.baton.api.dashboard.signin;

import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.dashboard.Browser;
import io.baton.api.platform.Await;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestKeys;
import io.baton.protocol.access.CreatedKey;
import io.baton.protocol.access.KeyCreation;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.job.Job;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SignInTest extends PlatformTest {
  @Test
  void who_is_not_signed_in_is_led_to_the_sign_in_and_back() {
    Response asked = Browser.stranger().get("/ui/jobs?status=running");

    assertThat(asked.statusCode()).isEqualTo(303);
    assertThat(asked.header("Location")).endsWith("/ui/sign-in?to=%2Fui%2Fjobs%3Fstatus%3Drunning");
    Response signedIn = Browser.signIn(TestKeys.OPERATOR, "/ui/jobs?status=running");
    assertThat(signedIn.header("Location")).endsWith("/ui/jobs?status=running");
  }

  @Test
  void no_script_and_no_other_site_gets_the_cookie() {
    Response answer = Browser.signIn(TestKeys.OPERATOR, "/ui/jobs");

    assertThat(answer.header("Set-Cookie"))
        .startsWith("baton_session=")
        .containsIgnoringCase("HttpOnly")
        .containsIgnoringCase("SameSite=Lax")
        .contains("Path=/")
        .doesNotContain(TestKeys.OPERATOR);
  }

  @Test
  void the_sign_in_leads_to_no_other_site() {
    for (String to :
        new String[] {
          "https://evil.example/ui/", "//evil.example", "/ui/\\evil", "/ui//evil", ""
        }) {
      assertThat(Browser.signIn(TestKeys.OPERATOR, to).header("Location")).endsWith("/ui/jobs");
    }
  }

  @Test
  void a_wrong_key_is_refused_in_one_sentence() {
    Response unknown = Browser.signIn("baton_" + "x".repeat(43), "/ui/jobs");
    Response none = Browser.signIn("<script>alert(1)</script>", "/ui/jobs");

    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(unknown.asString()).contains("This key is unknown, revoked or expired");
    assertThat(Browser.signIn(TestKeys.node("gpu"), "/ui/jobs").statusCode()).isEqualTo(401);
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(none.asString()).contains("This is no API key").doesNotContain("<script>alert");
  }

  @Test
  void a_form_of_another_site_changes_nothing() {
    Job job = submit(spec(readyDataset()));
    Browser browser = Browser.signedIn(TestKeys.OPERATOR);

    Response refused = browser.fromSite("cross-site").post("/v1/jobs/" + job.id() + "/cancel");

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(given().get("/v1/jobs/" + job.id()).path("status").toString()).isEqualTo("pending");
    assertThat(browser.here().post("/v1/jobs/" + job.id() + "/cancel").statusCode()).isEqualTo(200);
  }

  @Test
  void a_session_ends_with_the_sign_out() {
    Browser browser = Browser.signedIn(TestKeys.OPERATOR);
    assertThat(browser.here().get("/v1/jobs").statusCode()).isEqualTo(200);

    assertThat(browser.here().post("/ui/sign-out").statusCode()).isEqualTo(303);

    assertThat(browser.here().get("/ui/jobs").statusCode()).isEqualTo(303);
    assertThat(browser.here().get("/v1/jobs").statusCode()).isEqualTo(401);
  }

  @Test
  void a_session_ends_with_its_key() {
    CreatedKey key =
        read(
            post("/v1/keys", KeyCreation.ofUser("laptop", new OwnerName("ann"))),
            201,
            CreatedKey.class);
    Browser browser = Browser.signedIn(key.secret().value());
    browser.page("/ui/jobs");

    post("/v1/keys/" + key.key().id() + "/revoke", "{}").then().statusCode(200);

    Await.until(() -> browser.here().get("/ui/jobs").statusCode(), status -> status == 303);
  }

  @Test
  void a_session_shows_what_its_key_may_see() {
    Job ours = TestKeys.useMeanwhile(TestKeys.user("ann"), () -> submit(spec(readyDataset())));
    Browser other = Browser.signedIn(TestKeys.user("ben"));

    assertThat(other.page("/ui/jobs")).contains("There are no jobs yet");
    assertThat(other.here().get("/v1/jobs/" + ours.id()).statusCode()).isEqualTo(404);
  }

  @Test
  void pages_run_no_script_but_those_of_the_service() {
    Response page = Browser.signedIn(TestKeys.OPERATOR).here().get("/ui/jobs");

    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.asString())
        .doesNotContainPattern("<script(?![^>]*src=)")
        .doesNotContain(" style=");
  }
}
