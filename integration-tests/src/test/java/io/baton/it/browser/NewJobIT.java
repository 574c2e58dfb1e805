package io.baton.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.baton.protocol.client.DatasetsClient;
import io.baton.protocol.client.Json;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.TrainingOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Making a job by hand. */
@InBrowser
class NewJobIT {
  private static final Path SAMPLES = Site.HOME.resolve("samples/chelsea");
  private static final Path FRAMING =
      Site.HOME.resolve("sdxl-lora/src/test/resources/io/baton/sdxl/dataset/framing-cases.json");

  /** Of 1 x 1 pixels. */
  private static final String DOT =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

  @Test
  void a_job_is_made_by_dropping_images(Site site, Person person) throws IOException {
    // The service's word on what is wrong is part of the test.
    Page page = person.expecting(422).open("/ui/new");

    drop(
        page,
        file("whole.jpg", SAMPLES.resolve("chelsea-01-whole.jpg")),
        file("whole again.jpg", SAMPLES.resolve("chelsea-01-whole.jpg")),
        file("face.jpg", SAMPLES.resolve("chelsea-03-face.jpg")),
        Map.of("name", "dot.png", "content", DOT),
        text("face.txt", "a close photo of sks cat\n"),
        text("notes.pdf", "no image"));
    assertThat(page.locator("#images li")).hasCount(4);
    assertThat(page.getByText("notes.pdf is left out")).isVisible();
    assertThat(page.getByText("dot.png has 1 × 1 pixels; no side may have fewer than 16."))
        .isVisible();
    assertThat(page.getByText("whole.jpg is the same image as whole again.jpg.")).isVisible();
    assertThat(page.getByLabel("Caption of face.jpg")).hasValue("a close photo of sks cat");
    page.getByLabel("Caption of whole again.jpg").fill("all of \"sks\" cat");

    page.getByLabel("Instance prompt").fill("a photo of sks cat");
    page.getByLabel("Base model").fill("tiny");
    page.locator("#option-training-resolution").fill("100");
    page.locator("#option-training-maxTrainSteps").fill("2");
    assertThat(page.locator("#option-training-resolution-problem"))
        .hasText("training.resolution must be a multiple of 8, not 100.");
    page.locator("#option-training-resolution").fill("64");
    assertThat(page.locator("#images svg[data-crop='16 0 64 64']")).hasCount(1);
    page.locator("#option-labels").fill("made=by hand");
    assertThat(page.locator("#estimate")).containsText("2 steps");

    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Submit")).click();
    page.waitForURL("**/ui/jobs/job-*");

    Job job = site.jobs().job(new JobId(page.url().replaceAll(".*/", "")));
    TrainingOptions training = job.spec().training().orElseThrow();
    assertThat(training.resolution()).isEqualTo(64);
    assertThat(job.spec().labels().values()).containsEntry("made", "by hand");
    Dataset dataset = new DatasetsClient(site.api()).dataset(job.spec().datasetId());
    assertThat(dataset.images()).isEqualTo(2);
    assertThat(dataset.files())
        .extracting(DatasetFile::name)
        .hasSize(3)
        .contains("face.jpg", DatasetFile.METADATA);
    site.jobs().cancel(job.id());
  }

  @Test
  void every_option_is_the_same_after_the_way_from_the_form_to_json_and_back(Person person) {
    Page page = person.expecting(422).open("/ui/new");

    Object typed = page.evaluate(TYPE_INTO_ALL);
    String json = page.locator("#json").inputValue();
    page.navigate("/ui/new");
    page.locator("#json").fill(json);
    Object shown = page.evaluate(READ_ALL);

    assertThat((Map<?, ?>) typed).hasSizeGreaterThan(70);
    assertThat(shown).isEqualTo(typed);
    // Typed again, what the form shows makes the same JSON.
    page.navigate("/ui/new");
    page.locator("#json").fill("");
    page.evaluate("texts => (" + WRITE_ALL + ")(texts)", shown);
    assertThat(page.locator("#json").inputValue()).isEqualTo(json);
    assertThat(json).contains("\"lines\\nin one\"", "9007199254740993", "1.50e-3");
  }

  @Test
  void what_the_form_does_not_know_stays_in_the_json(Person person) throws IOException {
    Page page = person.expecting(422).expecting(400).open("/ui/new");
    String json =
        "{\"training\": {\"rank\": [1, {}], \"new\": {\"a\": null}, \"buckets\": {}}, \"other\": 1e2}";

    page.locator("#json").fill(json);
    page.locator("#option-training-resolution").fill("512");
    String kept = page.locator("#json").inputValue();
    assertThat(kept).contains("1e2");
    assertThat(Json.mapper().readTree(kept))
        .isEqualTo(
            Json.mapper()
                .readTree(json.replace("\"buckets\"", "\"resolution\": 512, \"buckets\"")));
    page.locator("#json").fill("{\"training\": ");
    assertThat(page.locator("#json-problem")).containsText("This is no JSON yet");
    assertThat(page.locator("#option-training-resolution")).hasValue("512");
  }

  @Test
  void images_are_framed_as_the_trainer_frames_them(Person person) throws IOException {
    Page page = person.open("/ui/new");

    Object different =
        page.evaluate(
            """
            async (cases) => {
              const { buckets, frame } = await import("/ui/newjob/framing.js");
              const wrong = [];
              for (const each of cases) {
                const square = { width: each.resolution, height: each.resolution };
                const [least, most, step] = each.buckets ?? [];
                const sizes = each.buckets ? buckets(each.resolution, { least, most, step }) : [square];
                const { size, resized, left, top } = frame({ width: each.image[0], height: each.image[1] }, sizes, true);
                const framed = [size.width, size.height, resized.width, resized.height, left, top];
                if (framed.join() !== [...each.size, ...each.resized, each.left, each.top].join()) wrong.push([each, framed]);
              }
              return [cases.length, JSON.stringify(wrong)];
            }
            """,
            Json.mapper().readValue(Files.readString(FRAMING), List.class));

    assertThat(((List<?>) different).get(1)).isEqualTo("[]");
    assertThat((Integer) ((List<?>) different).get(0)).isGreaterThan(100);
  }

  private static final String VALUES =
      """
      const value = (field, i) => ({
        text: `text ${i} = "quoted"`,
        "long-text": `line ${i}\\nanother  line`,
        number: i % 3 === 0 ? "9007199254740993" : i % 3 === 1 ? "1.50e-3" : `${i}`,
        "number-or-word": i % 2 === 0 ? "auto" : `${i}`,
        flag: i % 2 === 0 ? "true" : "false",
        choice: field.options?.[field.options.length - 1].value,
        list: `one ${i}\\n"lines\\\\nin one"\\n[1]\\n"  spaces "`,
        map: `key=value ${i}\\n"a=b"=c\\nempty=\\nlines="lines\\\\nin one"`,
      })[field.dataset.kind];
      """;

  private static final String TYPE =
      """
      const type = (field, text) => {
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      };
      """;

  private static final String TYPE_INTO_ALL =
      "() => {"
          + VALUES
          + TYPE
          + """
          const fields = [...document.querySelectorAll("[data-path]")];
          fields.forEach((field, i) => type(field, value(field, i)));
          return Object.fromEntries(fields.map((field) => [field.dataset.path, field.value]));
          }
          """;

  private static final String READ_ALL =
      """
      () => Object.fromEntries([...document.querySelectorAll("[data-path]")].map((field) => [field.dataset.path, field.value]))
      """;

  private static final String WRITE_ALL =
      "(texts) => {"
          + TYPE
          + """
          for (const field of document.querySelectorAll("[data-path]")) type(field, texts[field.dataset.path]);
          }
          """;

  @SafeVarargs
  private static void drop(Page page, Map<String, String>... files) {
    List<Map<String, String>> all = new ArrayList<>(List.of(files));
    JSHandle transfer =
        page.evaluateHandle(
            """
            (files) => {
              const transfer = new DataTransfer();
              for (const { name, content } of files) {
                const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
                transfer.items.add(new File([bytes], name));
              }
              return transfer;
            }
            """,
            all);
    page.locator("#drop").dispatchEvent("drop", Map.of("dataTransfer", transfer));
  }

  private static Map<String, String> file(String name, Path path) throws IOException {
    return Map.of(
        "name", name, "content", Base64.getEncoder().encodeToString(Files.readAllBytes(path)));
  }

  private static Map<String, String> text(String name, String content) {
    return Map.of(
        "name",
        name,
        "content",
        Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
  }
}
