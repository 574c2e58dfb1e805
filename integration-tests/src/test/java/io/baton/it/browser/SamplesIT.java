package io.baton.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.baton.protocol.job.JobId;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Sample images, step by step. */
@InBrowser
class SamplesIT {
  private static final int SIDE = 64;

  @Test
  void a_slider_leads_with_the_keyboard_through_the_images_of_a_job_and_of_two_jobs_compared(
      Site site, Person person) throws JsonProcessingException, InterruptedException {
    JobId first = submit(site, 1);
    JobId second = submit(site, 2);
    for (JobId job : List.of(first, second)) {
      site.training().await(job, ended -> ended.status().ended(), Duration.ofMinutes(2));
    }
    Page page = person.open("/ui/jobs/" + first);
    Locator chosen = page.locator("#sample-sets li.chosen");
    assertThat(chosen.locator("h3")).hasText("Step 6");
    final String last = shown(person, chosen.locator("img"));

    page.locator("#sample-step").press("Home");

    assertThat(chosen.locator("h3")).hasText("Step 2");
    assertThat(page.locator("#sample-shown")).hasText("2");
    String earliest = shown(person, chosen.locator("img"));
    assertThat(earliest).isNotEqualTo(last);
    page.locator("#sample-step").press("ArrowRight");
    assertThat(chosen.locator("h3")).hasText("Step 4");
    assertThat(shown(person, chosen.locator("img"))).isNotIn(earliest, last);

    person.open("/ui/compare?job=" + first + "&job=" + second);
    Locator open = page.locator("details.step[open]");
    assertThat(open.locator("summary")).hasText("Step 6");
    page.locator("#sample-step").press("ArrowLeft");

    assertThat(open.locator("summary")).hasText("Step 4");
    assertThat(page).hasURL(Pattern.compile("at=4"));
    assertThat(open.locator("img")).hasCount(3);
    for (Locator image : open.locator("img").all()) {
      shown(person, image);
    }
  }

  /** Where the bytes come from, once there are some and they make an image. */
  private static String shown(Person person, Locator image) {
    assertThat(image).isVisible();
    person.awaitImages();
    assertThat(image.evaluate("image => image.naturalWidth")).isEqualTo(SIDE);
    return image.getAttribute("src").replaceAll("\\?.*", "");
  }

  private static JobId submit(Site site, int images) throws JsonProcessingException {
    return site.training()
        .submit(
            """
            "name": "With %1$d at a time",
            "training": {"instancePrompt": "a photo of sks cat", "resolution": %2$d, "trainBatchSize": 1, "maxTrainSteps": 6,
              "validation": {"validationPrompt": "a photo of sks cat", "validationSteps": 2, "numValidationImages": %1$d,
                "validationInferenceSteps": 2}}
            """
                .formatted(images, SIDE));
  }
}
