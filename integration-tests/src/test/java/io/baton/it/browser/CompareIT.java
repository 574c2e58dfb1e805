package io.baton.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.baton.protocol.job.JobId;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Jobs beside each other. */
@InBrowser
class CompareIT {
  @Test
  void jobs_that_were_selected_are_compared_live_and_one_click_takes_one_out(
      Site site, Person person) throws JsonProcessingException {
    JobId first = site.training().submit();
    JobId second = site.training().submit();
    Page page = person.open("/ui/jobs");
    page.locator("#select-" + first).check();
    page.locator("#select-" + second).check();

    page.locator("#compare-selected").click();

    Locator compared = page.locator("#compared-jobs > li");
    assertThat(compared).hasCount(2);
    assertThat(page.locator("#results")).containsText(Pattern.compile("8 of 8\\s*8 of 8"));
    assertThat(page.locator("#comparison-chart canvas")).isVisible();
    page.locator("#axis").selectOption("time");
    page.locator("#log-scale").check();
    assertThat(page.locator("#chart-note")).containsText("Training time is what the steps took");
    assertThat(page.locator("#chart-note")).not().containsText("Nothing");
    assertThat(page).hasURL(Pattern.compile("axis=time&scale=log"));

    compared.first().getByRole(AriaRole.BUTTON).click();

    assertThat(compared).hasCount(1);
    assertThat(page).hasURL(Pattern.compile("job=[^&]+&axis=time&scale=log$"));
    assertThat(page.locator("#add-jobs")).hasAttribute("open", "");
    page.locator("#find").fill(first.value());
    page.locator("#find").press("End");
    page.locator("#found button").first().click();
    assertThat(compared).hasCount(2);
  }
}
