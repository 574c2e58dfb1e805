package io.baton.api.dashboard.jobs;

import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.dashboard.Browser;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestKeys;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@QuarkusTest
class JobsPageTest extends PlatformTest {
  private Browser browser() {
    return Browser.signedIn(TestKeys.OPERATOR);
  }

  @Test
  void an_empty_list_says_what_to_do_next() {
    assertThat(browser().page("/ui/jobs")).contains("There are no jobs yet.", "baton submit");
    assertThat(browser().page("/ui/jobs?status=failed"))
        .contains("No job fits this filter.", "Show all jobs");
  }

  @Test
  void a_job_shows_its_status_its_steps_and_its_node() {
    submit(spec(readyDataset()));
    heartbeat(grantTo("node-a"), 15);

    assertThat(browser().page("/ui/jobs"))
        .contains("status running", "15 of 60", "node-a", "value=\"15\" max=\"60\"");
  }

  @Test
  void names_are_shown_as_they_are_and_never_run() {
    submit(with(spec(readyDataset()), "{\"name\":\"<script>alert('x')</script>\"}"));

    assertThat(browser().page("/ui/jobs"))
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
        .doesNotContain("<script>alert");
  }

  @Test
  void filters_are_in_the_address_and_the_counts_lead_to_them() {
    DatasetId dataset = readyDataset();
    submit(with(spec(dataset), "{\"name\":\"red one\",\"labels\":{\"team\":\"red\"}}"));
    submit(with(spec(dataset), "{\"name\":\"blue one\",\"labels\":{\"team\":\"blue\"}}"));

    String red = browser().page("/ui/jobs?label=team%3Dred&status=&owner=");

    assertThat(red).contains("red one").doesNotContain("blue one");
    assertThat(red).contains("href=\"/ui/jobs?status=failed&amp;label=team%3Dred\"");
    assertThat(browser().page("/ui/jobs?status=running")).contains("No job fits");
  }

  @Test
  void older_jobs_are_a_link_away() {
    DatasetId dataset = readyDataset();
    for (int i = 0; i < 51; i++) {
      submit(with(spec(dataset), "{\"name\":\"number " + i + ".\"}"));
    }
    String first = browser().page("/ui/jobs");
    assertThat(first).contains("number 50.").doesNotContain("number 0.");

    String next = first.split("rel=\"next\" href=\"")[1].split("\"")[0];

    assertThat(browser().page(next))
        .contains("number 0.", "Newest jobs", "hx-get=\"" + next + "\"")
        .doesNotContain("number 50.");
  }

  @Test
  void scripts_get_the_list_alone() {
    Response part = browser().here().header("HX-Request", "true").get("/ui/jobs");

    assertThat(part.asString()).contains("Jobs by status").doesNotContain("<html");
  }

  @Test
  void selected_jobs_are_canceled_retried_and_labelled_together() {
    DatasetId dataset = readyDataset();
    Job first = submit(with(spec(dataset), "{\"labels\":{\"team\":\"red\"}}"));
    Job second = submit(spec(dataset));

    Response canceled = selected("cancel", "", first, second);
    assertThat(canceled.header("Location"))
        .endsWith("/ui/jobs?status=pending&did=cancel&done=2&refused=0");
    assertThat(job(first).status()).isEqualTo(JobStatus.CANCELED);
    selected("retry", "", first);
    selected("label", "mood=good", first);

    assertThat(job(first).status()).isEqualTo(JobStatus.PENDING);
    assertThat(job(first).spec().labels().values())
        .containsEntry("team", "red")
        .containsEntry("mood", "good");
    assertThat(selected("retry", "", first, second).header("Location"))
        .endsWith("done=1&refused=1");
  }

  @Test
  void a_label_that_is_none_comes_back_as_it_was_typed_with_the_jobs_still_selected() {
    Job job = submit(with(spec(readyDataset()), "{\"name\":\"still selected\"}"));

    Response refused = selected("label", "mood", job);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.asString())
        .contains("The label must be key=value, not &#39;mood&#39;.", "value=\"mood\"")
        .containsPattern("value=\"" + job.id() + "\"[^>]* checked");
    assertThat(selected("cancel", "").asString()).contains("Select one or more jobs first.");
  }

  @Test
  void each_part_of_the_filter_can_be_taken_out() {
    String page = browser().page("/ui/jobs?label=team%3Dred&label=run%3D7&node=node-a");

    assertThat(page)
        .contains("href=\"/ui/jobs?label=run%3D7&amp;node=node-a\"")
        .contains("href=\"/ui/jobs?label=team%3Dred&amp;node=node-a\"")
        .contains("href=\"/ui/jobs?label=team%3Dred&amp;label=run%3D7\"");
  }

  @Test
  void jobs_of_others_cannot_be_changed() {
    Job job = submit(spec(readyDataset()));

    Response answer =
        Browser.signedIn(TestKeys.user("ben"))
            .here()
            .formParam("job", job.id().value())
            .formParam("action", "cancel")
            .post("/ui/jobs/selected");

    assertThat(answer.header("Location")).endsWith("done=0&refused=1");
    assertThat(get("/v1/jobs/" + job.id()).path("status").toString()).isEqualTo("pending");
  }

  private Response selected(String action, String label, Job... jobs) {
    var request =
        browser()
            .here()
            .formParam("action", action)
            .formParam("label", label)
            .formParam("back", "/ui/jobs?status=pending");
    for (Job job : jobs) {
      request.formParam("job", job.id().value());
    }
    return request.post("/ui/jobs/selected");
  }
}
