package io.baton.api.dashboard.settings;

import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.dashboard.Browser;
import io.baton.api.platform.Await;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestKeys;
import io.baton.api.platform.WebhookReceiver;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhooksPageTest extends PlatformTest {
  private static final String WEBHOOKS = "/ui/settings/webhooks";
  private static final Pattern SECRET = Pattern.compile("id=\"new-secret\">(whsec_[^<]+)<");

  private final WebhookReceiver receiver = new WebhookReceiver();

  @AfterEach
  void stopReceiver() {
    receiver.close();
  }

  private Browser browser() {
    return Browser.signedIn(TestKeys.OPERATOR);
  }

  @Test
  void a_webhook_is_made_and_its_secret_shown_once() {
    assertThat(browser().page(WEBHOOKS)).contains("There are none yet.");
    Response made =
        browser()
            .here()
            .formParam("url", "https://example.org/hook")
            .formParam("types", "job.completed", "job.failed")
            .formParam("secret", "")
            .post(WEBHOOKS);

    assertThat(made.statusCode()).isEqualTo(200);
    assertThat(secret(made)).startsWith("whsec_");
    assertThat(browser().page(WEBHOOKS))
        .contains("https://example.org/hook", "job.completed, job.failed")
        .doesNotContain(secret(made));
  }

  @Test
  void a_refused_form_comes_back_with_what_was_typed_but_for_the_secret() {
    Response refused =
        browser()
            .here()
            .formParam("url", "no address <")
            .formParam("types", "job.failed")
            .formParam("secret", "whsec_dG9vIHNob3J0")
            .post(WEBHOOKS);

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.asString())
        .contains("class=\"problem\"", "value=\"no address &lt;\"")
        .contains("value=\"job.failed\" checked")
        .doesNotContain("dG9vIHNob3J0");
  }

  @Test
  void a_rotated_secret_is_shown_once_with_how_long_the_one_before_signs() {
    String path = made(receiver);
    Response rotated = browser().here().formParam("overlap", "3600").post(path + "/rotate");

    assertThat(rotated.statusCode()).isEqualTo(200);
    assertThat(rotated.asString()).contains("The one before it signs as well");
    assertThat(browser().page(path)).contains("two; the older one").doesNotContain(secret(rotated));
    assertThat(browser().here().formParam("overlap", "0").post(path + "/rotate").asString())
        .contains("The one before it is void from now on");
    Response nonsense = browser().here().formParam("overlap", "soon").post(path + "/rotate");
    assertThat(nonsense.statusCode()).isEqualTo(422);
    assertThat(nonsense.asString()).contains("must be a whole number").doesNotContain("new-secret");
  }

  @Test
  void the_result_of_a_test_event_is_shown() {
    String path = made(receiver);
    receiver.answerNext(204);

    String result = browser().here().post(path + "/test").header("Location");

    String test = result.substring(result.indexOf("/ui/"));
    String delivered =
        Await.until(() -> browser().page(test), page -> page.contains("data-status=\"delivered\""));
    assertThat(delivered).contains("the receiver answered 204");
    receiver.next();
  }

  @Test
  void the_log_shows_tries_and_body_and_sends_again() {
    String path = made(receiver);
    submit(spec(readyDataset()));
    grantTo("node-a");
    receiver.next();
    String log =
        Await.until(
            () -> browser().page(path + "?status=delivered"), page -> page.contains("job.started"));
    String delivery = log.split("href=\"" + path + "/deliveries/")[1].split("\"")[0];

    String page = browser().page(path + "/deliveries/" + delivery);
    assertThat(page).contains("&quot;type&quot; : &quot;job.started&quot;", "/hook", "200");
    Response again = browser().here().post(path + "/deliveries/" + delivery + "/redeliver");

    assertThat(again.statusCode()).isEqualTo(303);
    assertThat(receiver.next().id()).isEqualTo(delivery);
    assertThat(browser().page(path + "?status=given-up")).contains("No delivery stands so.");
    Response none = browser().here().formParam("since", "3600").post(path + "/redeliver");
    assertThat(none.header("Location")).endsWith(path + "?sent=0");
  }

  @Test
  void a_webhook_is_changed_disabled_enabled_and_deleted() {
    String path = made(receiver);
    browser().here().formParam("url", "https://example.org/other").post(path);
    browser().here().post(path + "/disable");
    assertThat(browser().page(path))
        .contains("https://example.org/other", "Disabled by its owner.", "id=\"enable\"");
    Response refused = browser().here().formParam("since", "3600").post(path + "/redeliver");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.asString()).contains("enable it first");
    browser().here().post(path + "/enable");
    assertThat(browser().page(path)).contains("id=\"disable\"");

    assertThat(browser().here().post(path + "/delete").header("Location")).endsWith(WEBHOOKS);
    assertThat(browser().here().get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void webhooks_of_others_do_not_exist() {
    String path = made(receiver);
    Browser ben = Browser.signedIn(TestKeys.user("ben"));

    assertThat(ben.page(WEBHOOKS)).contains("There are none yet.");
    assertThat(ben.here().get(path).statusCode()).isEqualTo(404);
    assertThat(ben.here().formParam("overlap", "0").post(path + "/rotate").statusCode())
        .isEqualTo(404);
    assertThat(get("/v1/webhooks").asString()).doesNotContain("previousSecretUntil");
  }

  private static String made(WebhookReceiver receiver) {
    return WEBHOOKS
        + "/"
        + post("/v1/webhooks", "{\"url\":\"" + receiver.url() + "\"}").path("webhook.id");
  }

  private static String secret(Response page) {
    Matcher shown = SECRET.matcher(page.asString());
    assertThat(shown.find()).isTrue();
    return shown.group(1);
  }
}
