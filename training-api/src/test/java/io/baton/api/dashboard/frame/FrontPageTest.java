package io.baton.api.dashboard.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.dashboard.Browser;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestKeys;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FrontPageTest extends PlatformTest {
  private static final String WHAT_BROWSERS_ACCEPT =
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

  @Test
  void the_bare_address_leads_browsers_to_the_pages() {
    Response answer = Browser.stranger().header("Accept", WHAT_BROWSERS_ACCEPT).get("/");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.header("Location")).endsWith("/ui");
  }

  @Test
  void the_bare_address_tells_programs_where_the_api_is() {
    for (String accepted : new String[] {"*/*", "application/json"}) {
      Response answer = Browser.stranger().header("Accept", accepted).get("/");

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.contentType()).startsWith("application/problem+json");
      assertThat(answer.path("detail").toString()).contains("/v1", "/openapi", "/ui");
    }
  }

  @Test
  void a_page_that_is_not_there_says_so_and_leads_on() {
    Browser browser = Browser.signedIn(TestKeys.OPERATOR);

    Response nonsense = browser.here().get("/ui/nonsense");
    Response noJob = browser.here().get("/ui/jobs/job-none");
    Response noPool = browser.here().get("/ui/pools/No%20Pool");

    for (Response answer : new Response[] {nonsense, noJob, noPool}) {
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.contentType()).startsWith("text/html");
    }
    assertThat(nonsense.asString()).contains("nothing at /ui/nonsense", "To the jobs");
    assertThat(noJob.asString()).contains("no job job-none", "Sign out");
    assertThat(noPool.asString()).contains("To the pools");
  }

  @Test
  void a_page_that_the_key_may_not_see_leads_to_one_that_it_may() {
    Response answer = Browser.signedIn(TestKeys.user("ann")).here().get("/ui/pools");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.asString()).contains("To the jobs").doesNotContain("To the pools");
  }

  @Test
  void the_address_of_a_form_opened_again_leads_to_the_page_that_has_it() {
    Response answer = Browser.signedIn(TestKeys.OPERATOR).here().get("/ui/jobs/job-none/extend");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.header("Location")).endsWith("/ui/jobs/job-none");
  }
}
