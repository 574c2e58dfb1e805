package io.baton.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Keys and webhooks. */
@InBrowser
class SettingsIT {
  private static final Pattern SECRET = Pattern.compile("whsec_[A-Za-z0-9+/]{43}=");

  @Test
  void a_secret_is_rotated_copied_and_never_shown_again(Person person) {
    Page page = person.open("/ui/settings/webhooks");
    page.locator("#webhook-url").fill("http://127.0.0.1:9/hook");
    page.locator("#make-webhook").click();
    Locator secret = page.locator("#new-secret");
    assertThat(secret).hasText(SECRET);
    String former = secret.textContent();
    page.locator("section.secret a").click();

    page.locator("#rotate").click();
    page.locator("#overlap").selectOption("3600");
    page.locator("#draw-secret").click();

    assertThat(secret).hasText(SECRET);
    assertThat(secret).not().hasText(former);
    String drawn = secret.textContent();
    person.button("Copy").click();
    assertThat(person.button("Copied")).isVisible();
    Assertions.assertEquals(drawn, page.evaluate("() => navigator.clipboard.readText()"));
    page.locator("#send-test").click();
    assertThat(page.locator("#test-result")).hasAttribute("data-status", "given-up");
    assertThat(secret).hasCount(0);
    assertThat(page.getByText("two; the older one is void")).isVisible();
    page.locator("#delete").click();
    page.locator("#delete-for-good").click();
    assertThat(page).hasURL(Pattern.compile(".*/ui/settings/webhooks$"));
  }
}
