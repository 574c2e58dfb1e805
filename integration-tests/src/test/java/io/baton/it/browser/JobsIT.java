package io.baton.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The list of jobs. */
@InBrowser
class JobsIT {
  @Test
  void jobs_are_found_labelled_and_canceled_with_the_keyboard_alone(Site site, Person person)
      throws JsonProcessingException {
    List<JobId> waiting = List.of(site.submitWaiting("mood", "1"), site.submitWaiting("mood", "2"));
    Page page = person.open("/ui/jobs");

    page.getByLabel("Label", new Page.GetByLabelOptions().setExact(true)).first().focus();
    page.keyboard().type("for=mood");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*[?&]label=for%3Dmood.*"));
    assertThat(rows(page)).hasCount(2);

    page.getByLabel("Select all jobs of this page").focus();
    page.keyboard().press("Space");
    assertThat(page.getByText("2 jobs selected")).isVisible();
    page.locator("#new-label").focus();
    page.keyboard().type("mood=good");
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("Labelled 2 jobs.");
    assertThat(page.getByRole(AriaRole.LINK, exactly("mood=good"))).hasCount(2);

    page.getByLabel("Select mood 1").focus();
    page.keyboard().press("Space");
    assertThat(page.getByText("1 job selected")).isVisible();
    person.button("Cancel").focus();
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("Canceled 1 job.");
    page.locator("#count-canceled").click();
    assertThat(rows(page)).hasCount(1);
    assertThat(page).hasURL(Pattern.compile(".*status=canceled.*"));

    assertThat(site.jobs().job(waiting.get(0)).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(site.jobs().job(waiting.get(1)).spec().labels().values())
        .containsAllEntriesOf(Map.of("for", "mood", "mood", "good"));
    site.jobs().cancel(waiting.get(1));
  }

  @Test
  void a_job_that_comes_in_appears_and_what_is_selected_and_typed_stays(Site site, Person person)
      throws JsonProcessingException {
    JobId first = site.submitWaiting("live", "1");
    Page page = person.open("/ui/jobs?label=for%3Dlive");
    page.getByLabel("Select live 1").check();
    page.locator("#new-label").fill("half=typed");

    JobId second = site.submitWaiting("live", "2");

    assertThat(rows(page)).hasCount(2);
    assertThat(page.getByLabel("Select live 1")).isChecked();
    assertThat(page.getByLabel("Select live 2")).not().isChecked();
    assertThat(page.locator("#new-label")).hasValue("half=typed");
    site.jobs().cancel(first);
    site.jobs().cancel(second);
  }

  @Test
  void users_see_their_own_jobs_alone_and_no_pools(Site site) throws JsonProcessingException {
    JobId others = site.submitWaiting("others", "1");
    Page page = site.user("alice").open("/ui/jobs");

    assertThat(page.getByText("There are no jobs yet.")).isVisible();
    assertThat(page.getByRole(AriaRole.LINK, exactly("Pools"))).hasCount(0);
    assertThat(page.getByLabel("Owner")).hasCount(0);
    site.jobs().cancel(others);
  }

  private static Locator rows(Page page) {
    return page.locator("table.jobs tbody tr");
  }

  private static Page.GetByRoleOptions exactly(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
