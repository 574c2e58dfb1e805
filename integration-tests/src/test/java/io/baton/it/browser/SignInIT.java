package io.baton.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Coming and going. */
@InBrowser
class SignInIT {
  private static final Pattern SIGN_IN = Pattern.compile(".*/ui/sign-in(\\?.*)?$");

  @Test
  void a_wrong_key_is_told_and_the_right_one_leads_to_the_page_that_was_asked_for(Site site) {
    Person person = site.stranger().expecting(401);
    Page page = person.open("/ui/jobs?status=failed");
    assertThat(page).hasURL(SIGN_IN);

    page.getByLabel("API key").fill("let me in");
    person.button("Sign in").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("This is no API key");

    page.getByLabel("API key").fill(site.operatorKey().value());
    person.button("Sign in").click();
    assertThat(page).hasURL(site.address() + "/ui/jobs?status=failed");
  }

  @Test
  void whoever_signed_out_is_out_in_every_tab(Site site, Person person) {
    Page second = person.page().context().newPage();
    second.navigate("/ui/jobs");

    person.button("Sign out").click();
    assertThat(person.page()).hasURL(SIGN_IN);

    second.navigate("/ui/jobs");
    assertThat(second).hasURL(SIGN_IN);
  }
}
