package io.baton.api.dashboard.compare;

import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.store;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.dashboard.Browser;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestKeys;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.sample.SampleCommit;
import io.baton.protocol.metric.MetricBatch;
import io.baton.protocol.metric.MetricSeries;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ComparePageTest extends PlatformTest {
  private Browser browser() {
    return Browser.signedIn(TestKeys.OPERATOR);
  }

  @Test
  void nothing_compared_offers_the_newest_jobs() {
    assertThat(browser().page("/ui/compare"))
        .contains("Nothing is compared yet.", "There are no other jobs.");
    Job job = submit(named("tabby"));

    assertThat(browser().page("/ui/compare"))
        .contains("name=\"job\" value=\"" + job.id() + "\"", "Add tabby");
  }

  @Test
  void results_stand_beside_each_other_and_options_that_differ_are_told_from_others() {
    DatasetId dataset = readyDataset();
    Job tabby = submit(with(spec(dataset), "{\"name\":\"tabby\",\"priority\":5}"));
    Grant grant = grantTo("node-a");
    heartbeat(grant, 3);
    call(
        grant,
        "metrics",
        new MetricBatch(
            List.of(new MetricSeries("loss", List.of(1, 2, 3), List.of(0.5, 0.125, 0.25)))));
    Job siamese = submit(with(spec(dataset), "{\"name\":\"siamese\"}"));

    String page = compared(tabby, siamese);

    assertThat(page).contains("0.1250 at step 2", "0.2500", "3 of 60", "0 of 60");
    assertThat(row(page, "<code>priority</code>")).doesNotContain("same").contains("5", "0");
    assertThat(row(page, "<code>base<wbr>Model</code>")).contains("class=\"same\"");
    assertThat(page).contains("data-letter=\"A\"", "data-letter=\"B\"");
  }

  @Test
  void running_jobs_are_brought_up_to_date_and_ended_ones_no_longer() {
    Job job = submit(named("tabby"));
    assertThat(compared(job)).contains("hx-trigger=\"every 3s\"");
    assertThat(part(job, "results").statusCode()).isEqualTo(200);

    post("/v1/jobs/" + job.id() + "/cancel", "{}");

    Response last = part(job, "results");
    assertThat(last.statusCode()).isEqualTo(286);
    assertThat(last.asString()).contains("canceled").doesNotContain("<html");
    assertThat(compared(job)).doesNotContain("hx-trigger=\"every 3s\"");
  }

  @Test
  void one_job_is_told_to_be_no_comparison() {
    assertThat(compared(submit(named("tabby")))).contains("One job is no comparison yet");
  }

  @Test
  void what_is_no_job_is_named_and_can_be_taken_out_while_the_others_stay() {
    Job job = submit(named("tabby"));

    Response nonsense = answer("?job=" + job.id() + "&job=%3Cb%3E");
    assertThat(nonsense.statusCode()).isEqualTo(422);
    assertThat(nonsense.asString())
        .contains("&#39;&lt;b&gt;&#39; is no job&#39;s id", "tabby")
        .contains("href=\"/ui/compare?job=" + job.id() + "\"");
    Response unknown = answer("?job=" + job.id() + "&job=job-none");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.asString()).contains("There is no job job-none.", "tabby");
  }

  @Test
  void jobs_of_others_do_not_exist() {
    Job job = submit(named("secret cat"));

    Response answer =
        Browser.signedIn(TestKeys.user("ben")).here().get("/ui/compare?job=" + job.id());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.asString())
        .contains("There is no job " + job.id())
        .doesNotContain("secret cat");
  }

  @Test
  void the_ninth_job_is_left_out_and_named() {
    DatasetId dataset = readyDataset();
    StringBuilder query = new StringBuilder("?");
    Job ninth = null;
    for (int i = 1; i <= 9; i++) {
      ninth = submit(with(spec(dataset), "{\"name\":\"number " + i + ".\"}"));
      query.append("job=").append(ninth.id()).append('&');
    }

    Response answer = answer(query.toString());

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.asString())
        .contains("At most 8 jobs can be compared; " + ninth.id() + " is left out.", "number 8.")
        .doesNotContain("number 9.");
  }

  @Test
  void jobs_are_found_by_id_by_label_and_by_a_part_of_their_name() {
    DatasetId dataset = readyDataset();
    Job red = submit(with(spec(dataset), "{\"name\":\"Red Tabby\",\"labels\":{\"team\":\"red\"}}"));
    submit(with(spec(dataset), "{\"name\":\"siamese\"}"));

    for (String text : List.of(red.id().value(), "team%3Dred", "tabb")) {
      assertThat(browser().page("/ui/compare?find=" + text))
          .as(text)
          .contains("Add Red Tabby")
          .doesNotContain("Add siamese");
    }
    assertThat(browser().page("/ui/compare?find=nothing")).contains("No other job has this id");
  }

  @Test
  void images_stand_by_step_and_a_job_without_any_at_a_step_shows_those_before() {
    DatasetId dataset = readyDataset();
    Job tabby = submit(sampled(dataset, "tabby"));
    Grant first = grantTo("node-a");
    Job siamese = submit(sampled(dataset, "siamese"));
    Grant second = grantTo("node-b");
    for (int step : List.of(20, 40)) {
      draw(first, step);
    }
    draw(second, 20);

    String page = compared(tabby, siamese);

    assertThat(page)
        .contains("data-step=\"40\" open", "data-step=\"20\">", "data-sample-sets=\"3\"")
        .contains("image-0.png of A, tabby, at step 40", "newest up to then: step 20");
    assertThat(browser().page("/ui/compare?job=" + tabby.id() + "&at=20"))
        .contains("data-step=\"20\" open");
    assertThat(part(tabby, "samples").asString())
        .contains("data-step=\"40\" open")
        .doesNotContain("<html");
  }

  private static JobSpec sampled(DatasetId dataset, String name) {
    String training =
        "{\"instancePrompt\":\"a cat\",\"maxTrainSteps\":60,"
            + "\"validation\":{\"validationPrompt\":\"a sks cat\",\"validationSteps\":20}}";
    return with(spec(dataset), "{\"name\":\"" + name + "\",\"training\":" + training + "}");
  }

  private static void draw(Grant grant, int step) {
    StoredFile stored = store(grant, "samples/" + step + "/image-0.png", new byte[] {1});
    StoredFile image = new StoredFile("image-0.png", stored.key(), stored.size(), stored.sha256());
    call(grant, "samples", new SampleCommit(step, List.of(image))).then().statusCode(204);
  }

  @Test
  void removing_and_choosing_leave_a_tidy_address() {
    Job tabby = submit(named("tabby"));
    Job siamese = submit(named("siamese"));

    Response removed =
        answer(
            "?job=%s&job=%s&without=%s&find=&axis=time&smoothing=0.9&lines=both&scale=log&label=&action="
                .formatted(tabby.id(), siamese.id(), tabby.id()));

    assertThat(removed.statusCode()).isEqualTo(303);
    assertThat(removed.header("Location"))
        .endsWith("/ui/compare?job=" + siamese.id() + "&axis=time&scale=log");
  }

  private JobSpec named(String name) {
    return with(spec(readyDataset()), "{\"name\":\"" + name + "\"}");
  }

  private Response answer(String query) {
    return browser().here().urlEncodingEnabled(false).get("/ui/compare" + query);
  }

  private Response part(Job job, String part) {
    return browser().here().header("HX-Target", part).get("/ui/compare?job=" + job.id());
  }

  private String compared(Job... jobs) {
    StringBuilder query = new StringBuilder("?");
    for (Job job : jobs) {
      query.append("job=").append(job.id()).append('&');
    }
    return browser().page("/ui/compare" + query.substring(0, query.length() - 1));
  }

  /** The line of the table that has this. */
  private static String row(String page, String part) {
    return page.lines().filter(line -> line.contains(part)).findFirst().orElseThrow();
  }
}
