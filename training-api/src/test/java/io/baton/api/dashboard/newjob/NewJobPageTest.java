package io.baton.api.dashboard.newjob;

import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.api.dashboard.Browser;
import io.baton.api.platform.ContractDocument;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestKeys;
import io.baton.protocol.client.Json;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobSpec;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NewJobPageTest extends PlatformTest {
  private Browser browser() {
    return Browser.signedIn(TestKeys.OPERATOR);
  }

  @Test
  void every_field_of_a_job_is_asked_for_in_the_words_of_the_contract() {
    String page = browser().page("/ui/new");

    Map<String, String> texts = new LinkedHashMap<>();
    collect(ContractDocument.served(), "JobSpec", "", texts);
    assertThat(texts).hasSizeGreaterThan(70).containsKey("training.schedule.lrScheduler");
    texts.forEach(
        (path, text) -> {
          assertThat(page).contains(" data-path=\"" + path + "\"");
          assertThat(helpOf(page, path))
              .isEqualTo((path + " " + text.replace("`", "")).replaceAll(" +", " "));
        });
    assertThat(page.split(" data-path=", -1)).hasSize(texts.size() + 1);
  }

  @Test
  void objects_that_mean_something_when_they_are_empty_have_a_switch() {
    assertThat(browser().page("/ui/new"))
        .contains(
            "data-switch=\"training.buckets\"",
            "data-switch=\"training.prior\"",
            "data-switch=\"command\"")
        .doesNotContain("data-switch=\"budgets\"", "data-switch=\"training.schedule\"");
  }

  @Test
  void who_may_not_run_commands_is_not_asked_for_one() {
    assertThat(Browser.signedIn(TestKeys.user("ben")).page("/ui/new"))
        .contains("data-path=\"training.rank\"")
        .doesNotContain("data-path=\"command.words\"", "data-path=\"command.checkpoints.files\"");
  }

  @Test
  void datasets_that_are_ready_can_be_chosen_by_their_owner() {
    DatasetId dataset = readyDataset();

    assertThat(browser().page("/ui/new")).contains("<option value=\"" + dataset + "\"");
    assertThat(Browser.signedIn(TestKeys.user("ben")).page("/ui/new"))
        .doesNotContain(dataset.value());
  }

  @Test
  void the_form_begins_with_the_options_of_another_job_and_with_nothing_that_goes_without_saying()
      throws JsonProcessingException {
    Job job =
        submit(
            with(
                spec(readyDataset()),
                "{\"labels\":{\"team\":\"o'neill & \\\"co\\\"\"},\"training\":{\"instancePrompt\":\"sks\",\"maxTrainSteps\":60,"
                    + "\"rank\":64,\"resolution\":1024,\"buckets\":{},\"schedule\":{\"lrScheduler\":\"constant\"}}}"));

    String page = browser().page("/ui/new?from=" + job.id());

    JsonNode begun = begun(page);
    assertThat(Json.mapper().treeToValue(begun, JobSpec.class)).isEqualTo(job.spec());
    assertThat(begun.at("/training/rank").asInt()).isEqualTo(64);
    assertThat(begun.at("/training/buckets").isObject()).isTrue();
    assertThat(begun.path("training").has("resolution")).isFalse();
    assertThat(begun.path("training").has("schedule")).isFalse();
    assertThat(begun.has("budgets")).isFalse();
    assertThat(page).contains("With the options of <a href=\"/ui/jobs/" + job.id() + "\">");
  }

  @Test
  void the_form_does_not_begin_with_jobs_of_others() {
    Job job = submit(spec(readyDataset()));

    Response answer = Browser.signedIn(TestKeys.user("ben")).here().get("/ui/new?from=" + job.id());

    assertThat(answer.statusCode()).isEqualTo(404);
  }

  @Test
  void the_page_may_upload_to_storage_and_nowhere_else() {
    Response answer = browser().here().get("/ui/new");

    Matcher storage = Pattern.compile("data-storage=\"([^\"]+)\"").matcher(answer.asString());
    assertThat(storage.find()).isTrue();
    assertThat(answer.header("Content-Security-Policy"))
        .contains("; connect-src 'self' " + storage.group(1) + ";");
  }

  @Test
  void without_javascript_the_page_says_what_to_do_instead() {
    String page = browser().page("/ui/new");

    String without = page.split("<noscript>")[1].split("</noscript>")[0];
    assertThat(without).contains("needs JavaScript", "baton submit --images", "curl");
    assertThat(page).contains("<form id=\"new-job\" class=\"new-job\" hidden");
  }

  private static void collect(
      ContractDocument document, String name, String place, Map<String, String> texts) {
    JsonNode object =
        document.schemas().stream()
            .filter(schema -> schema.getKey().equals(name))
            .findFirst()
            .orElseThrow()
            .getValue();
    for (Map.Entry<String, JsonNode> property :
        ContractDocument.entries(object.path("properties"))) {
      String path = place.isEmpty() ? property.getKey() : place + "." + property.getKey();
      JsonNode schema = property.getValue();
      JsonNode reference = schema.has("anyOf") ? schema.path("anyOf").path(0) : schema;
      String target = reference.path("$ref").asText().replaceAll(".*/", "");
      if (document.resolve(reference).has("properties")) {
        collect(document, target, path, texts);
      } else if (!path.equals("datasetId")) {
        texts.put(path, schema.path("description").asText());
      }
    }
  }

  private static String helpOf(String page, String path) {
    String id = "id=\"option-" + path.replace('.', '-') + "-help\">";
    String html = page.substring(page.indexOf(id) + id.length());
    return unescaped(html.substring(0, html.indexOf("</p>")).replaceAll("</?code>", ""));
  }

  private static JsonNode begun(String page) throws JsonProcessingException {
    Matcher spec = Pattern.compile(" data-spec=\"([^\"]*)\"").matcher(page);
    assertThat(spec.find()).isTrue();
    return Json.mapper().readTree(unescaped(spec.group(1)));
  }

  private static String unescaped(String html) {
    return html.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }
}
