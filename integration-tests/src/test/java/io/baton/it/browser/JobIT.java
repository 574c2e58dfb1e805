package io.baton.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One job, watched while it trains. */
@InBrowser
class JobIT {
  private static final Pattern ANY_LOSS = Pattern.compile(".*[Ll]oss.*\\d.*", Pattern.DOTALL);

  @Test
  void whoever_watches_sees_the_node_die_another_go_on_and_may_cancel(Site site, Person person)
      throws JsonProcessingException, InterruptedException {
    JobId id = site.submitRunning();
    Page page = person.open("/ui/jobs/" + id);
    assertThat(page.locator("#status")).hasText("running");
    assertThat(page.locator("#chart canvas")).isVisible();
    assertThat(page.locator("#chart-summary")).containsText(ANY_LOSS);
    String step = page.locator("#step").textContent();
    assertThat(page.locator("#step")).not().hasText(step);
    String measured = page.locator("#chart-summary").textContent();
    assertThat(page.locator("#chart-summary")).not().hasText(measured);

    Job running = site.jobs().job(id);
    site.nodes().kill(running.node().orElseThrow().value());

    assertThat(page.locator("#attempt-1 .mark.interruption")).hasCount(1);
    assertThat(page.locator("#attempt-2")).isVisible();
    assertThat(page.locator(".gap-text").first()).containsText(Pattern.compile("\\d+ s"));
    assertThat(page.locator("#status")).hasText("running");

    page.onDialog(Dialog::accept);
    page.locator("#cancel").click();

    assertThat(page.locator("#status")).hasText("canceled");
    assertThat(page.locator("#cancel")).hasCount(0);
    assertThat(site.jobs().job(id).status()).isEqualTo(JobStatus.CANCELED);
  }

  @Test
  void a_job_that_was_canceled_goes_back_to_the_checkpoint_that_its_owner_chooses(
      Site site, Person person) throws JsonProcessingException, InterruptedException {
    JobId id = site.submitRunning();
    site.jobs().cancel(id);
    Page page = person.open("/ui/jobs/" + id);
    Locator oldest = page.locator("#checkpoints tbody tr").last();
    String step = oldest.locator("th").textContent();
    List<String> questions = new ArrayList<>();
    page.onDialog(
        dialog -> {
          questions.add(dialog.message());
          dialog.accept();
        });

    oldest.getByText("Restart from here").click();

    assertThat(page.locator("#attempt-2 .how-it-went")).containsText("steps " + step + " to");
    assertThat(page.locator("#status")).hasText("running");
    assertThat(page.locator("#attempt-2")).containsText("the request to go on");
    assertThat(questions).hasSize(1).first().asString().contains("step " + step);
    page.locator("#cancel").click();
    assertThat(page.locator("#status")).hasText("canceled");
  }
}
