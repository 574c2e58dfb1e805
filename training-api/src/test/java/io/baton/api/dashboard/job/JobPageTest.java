package io.baton.api.dashboard.job;

import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.baton.api.dashboard.Browser;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestKeys;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@QuarkusTest
class JobPageTest extends PlatformTest {
  private Browser browser() {
    return Browser.signedIn(TestKeys.OPERATOR);
  }

  @Test
  void a_job_that_waits_says_what_it_waits_for() {
    Job job = submit(spec(readyDataset()));

    assertThat(browser().page("/ui/jobs/" + job.id()))
        .contains(
            "status pending", "No node has had the job yet.", "None is kept.", "Cancel this job?");
  }

  @Test
  void a_running_job_shows_its_phase_its_node_and_its_steps() {
    Job job = submit(spec(readyDataset()));
    heartbeat(grantTo("node-a"), 15);

    assertThat(browser().page("/ui/jobs/" + job.id()))
        .contains("training, <span class=\"elapsed\"", "on <b>node-a</b>, attempt 1", "15 of 60");
  }

  @Test
  void an_interruption_is_on_the_timeline() {
    Job job = submit(spec(readyDataset()));
    release(grantTo("node-a"), 0);
    grantTo("node-b");

    assertThat(browser().page("/ui/jobs/" + job.id()))
        .contains(
            "class=\"mark interruption\"", "Attempt 1 on node-a", "Attempt 2 on node-b", "drained");
  }

  @Test
  void options_that_differ_from_the_defaults_are_told() {
    Job job =
        submit(
            with(
                spec(readyDataset()),
                "{\"training\":{\"instancePrompt\":\"a photo of sks cat\",\"maxTrainSteps\":60,\"rank\":64}}"));

    String page = browser().page("/ui/jobs/" + job.id());

    String different = page.split("What differs from the defaults")[1].split("<details")[0];
    assertThat(different).contains("training.<wbr>rank", "64").doesNotContain("resolution");
  }

  @Test
  void the_command_that_submits_it_again_is_one_for_a_shell_whatever_the_prompt() {
    Job job =
        submit(
            with(
                spec(readyDataset()),
                "{\"training\":{\"instancePrompt\":\"o'clock $(reboot)\",\"maxTrainSteps\":60}}"));

    assertThat(browser().page("/ui/jobs/" + job.id()))
        .contains("o&#39;\\&#39;&#39;clock $(reboot)");
  }

  @Test
  void a_job_is_canceled_and_retried_from_its_page() {
    Job job = submit(spec(readyDataset()));

    assertThat(press(job, "cancel").statusCode()).isEqualTo(303);
    assertThat(job(job).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(press(job, "retry").header("Location")).endsWith("/ui/jobs/" + job.id());
    assertThat(job(job).status()).isEqualTo(JobStatus.PENDING);
    Response again = press(job, "retry");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.contentType()).startsWith("text/html");
  }

  @Test
  void what_trainers_and_nodes_say_is_shown_as_text() {
    Job job = submit(spec(readyDataset()));
    call(
        grantTo("node-a"),
        "fail",
        "{\"failureClass\":\"trainer-crash\",\"message\":\"<img src=x onerror=alert(1)>\",\"logTail\":[]}");

    assertThat(browser().page("/ui/jobs/" + job.id()))
        .contains("&lt;img src=x")
        .doesNotContain("<img src=x");
  }

  @Test
  void jobs_of_others_are_not_there() {
    Job job = submit(spec(readyDataset()));

    Response answer = Browser.signedIn(TestKeys.user("ben")).here().get("/ui/jobs/" + job.id());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.asString()).contains("There is no").contains("To the jobs");
  }

  @Test
  void scripts_get_the_parts_that_change() {
    Job job = submit(spec(readyDataset()));

    String state =
        browser().here().header("HX-Target", "state").get("/ui/jobs/" + job.id()).asString();
    String history =
        browser().here().header("HX-Target", "history").get("/ui/jobs/" + job.id()).asString();

    assertThat(state).contains("class=\"figures\"").doesNotContain("<html", "Timeline");
    assertThat(history).contains("Timeline").doesNotContain("<html", "class=\"figures\"");
  }

  @Test
  void a_job_gets_as_many_more_steps_as_are_typed_and_once_when_it_is_sent_twice() {
    Job job = submit(spec(readyDataset()));

    assertThat(send(job, "extend", "steps", "60", "more", " 40 ").statusCode()).isEqualTo(303);
    Response again = send(job, "extend", "steps", "60", "more", "40");

    assertThat(job(job).progress().totalSteps()).isEqualTo(100);
    assertThat(again.statusCode()).isEqualTo(422);
    assertThat(again.asString()).contains("must be more than the job", "value=\"40\"");
  }

  @Test
  void what_was_typed_wrong_comes_back_with_the_reason_beside_it() {
    Job job = submit(spec(readyDataset()));

    Response steps = send(job, "extend", "steps", "60", "more", "a few");
    Response priority = send(job, "priority", "priority", "9999");
    Response labels = send(job, "labels", "labels", "team=red\nnonsense");

    assertThat(steps.statusCode()).isEqualTo(422);
    assertThat(steps.asString())
        .contains("must be a whole number, not &#39;a few&#39;", "value=\"a few\"");
    assertThat(priority.asString()).contains("from -1000 to 1000", "value=\"9999\"");
    assertThat(labels.asString())
        .contains("must be key=value, one a line", "team=red\nnonsense</textarea>");
  }

  @Test
  void labels_and_priority_are_changed_from_the_page() {
    Job job = submit(spec(readyDataset()));

    send(job, "labels", "labels", "team=blue\r\n\r\nrun = 7");
    send(job, "priority", "priority", "5");

    assertThat(job(job).spec().labels().values())
        .containsOnly(entry("team", "blue"), entry("run", "7"));
    assertThat(job(job).spec().priority()).isEqualTo(5);
  }

  @Test
  void only_what_is_allowed_now_is_offered() {
    Job job = submit(spec(readyDataset()));
    press(job, "cancel");

    assertThat(browser().page("/ui/jobs/" + job.id()))
        .contains("id=\"retry\"", "id=\"label\"")
        .doesNotContain(
            "id=\"cancel\"", "id=\"extend\"", "id=\"prioritize\"", "sse-connect", "every 2s");
  }

  @Test
  void the_command_that_submits_it_again_has_what_differs_and_no_secret() {
    Job job =
        submit(
            with(
                spec(readyDataset()),
                "{\"labels\":{\"team\":\"red\"},\"webhook\":{\"url\":\"https://example.org/hook\",\"secret\":\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"},"
                    + "\"training\":{\"instancePrompt\":\"o'clock\",\"maxTrainSteps\":60,\"rank\":64,\"images\":{\"centerCrop\":true}}}"));

    String command =
        browser().page("/ui/jobs/" + job.id()).split("<pre id=\"command\">")[1].split("</pre>")[0];

    assertThat(command)
        .contains(
            "baton submit --dataset " + job.spec().datasetId(),
            "--rank 64",
            "--center-crop",
            "--label team=red")
        .contains(
            "--prompt &#39;o&#39;\\&#39;&#39;clock&#39;",
            "--steps 60",
            "--webhook https://example.org/hook")
        .doesNotContain("MfKQ9r8", "--lora-dropout");
  }

  @Test
  void a_job_goes_back_to_a_checkpoint_from_its_page() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    commit(grant, 20);
    commit(grant, 40);

    String running = browser().page("/ui/jobs/" + job.id());
    assertThat(running).contains("cancel the job first").doesNotContain("Restart from here");
    Response refused = press(job, "checkpoints/20/restart");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.asString()).contains("is running: cancel it first, then restart it.");

    press(job, "cancel");
    assertThat(browser().page("/ui/jobs/" + job.id()))
        .contains(
            "Restart this job from step 20? Its checkpoint at step 40 is deleted for good.",
            "Restart this job from step 40? No checkpoint is lost.");
    assertThat(press(job, "checkpoints/lately/restart").statusCode()).isEqualTo(422);
    assertThat(press(job, "checkpoints/20/restart").statusCode()).isEqualTo(303);
    assertThat(job(job).status()).isEqualTo(JobStatus.PENDING);
    assertThat(browser().page("/ui/jobs/" + job.id()))
        .contains("id=\"checkpoint-20\"")
        .doesNotContain("id=\"checkpoint-40\"", "Restart from here");
  }

  @Test
  void a_checkpoint_has_a_page_with_its_files() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    commit(grant, 20);
    String files = "/ui/jobs/" + job.id() + "/checkpoints/20";

    assertThat(browser().page("/ui/jobs/" + job.id())).contains("href=\"" + files + "\"");
    assertThat(browser().page(files))
        .contains("Checkpoint at step 20", "aria-label=\"Download w\"", "checkpoint-20/files/w");
    Response none = browser().here().get("/ui/jobs/" + job.id() + "/checkpoints/30");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(none.contentType()).startsWith("text/html");
    assertThat(Browser.signedIn(TestKeys.user("ben")).here().get(files).statusCode())
        .isEqualTo(404);
  }

  private Response send(Job job, String form, String... fields) {
    var request = browser().here();
    for (int i = 0; i < fields.length; i += 2) {
      request = request.formParam(fields[i], fields[i + 1]);
    }
    return request.post("/ui/jobs/" + job.id() + "/" + form);
  }

  private Response press(Job job, String button) {
    return browser().here().post("/ui/jobs/" + job.id() + "/" + button);
  }
}
