package io.baton.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.baton.protocol.client.PoolsClient;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.pool.PoolName;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The images of the documentation: pages with something to see on them, as the window shows them,
 * in at most 128 colours. They replace those in {@code docs/images} with {@code -Ddocs.write=true}.
 */
@InBrowser
@Tag("long")
class DocumentationImagesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int STEPS = 300;
  private static final int KILLED_AT = 125;
  private static final int SEEN_AT = 245;
  private static final long MOST_BYTES = 200_000;
  private static final Path IMAGES =
      Boolean.getBoolean("docs.write")
          ? Site.HOME.resolve("docs/images")
          : Site.SCREENSHOTS.resolve("documentation");

  @Test
  void the_images_of_the_documentation_are_made(Site site, Person person) throws Exception {
    new PoolsClient(site.api())
        .patchPolicy(
            new PoolName("local"),
            JsonNodeFactory.instance.objectNode().put("nodePricePerHour", 0.42));
    JobId low = submit(site, "Chelsea, rank 4", 4, "1e-4");
    site.training().await(low, job -> job.progress().step() >= STEPS, PATIENCE);
    JobId high = submit(site, "Chelsea, rank 16", 16, "5e-4");
    Job killed = site.training().await(high, job -> job.progress().step() >= KILLED_AT, PATIENCE);
    site.nodes().kill(killed.node().orElseThrow().value());
    site.submitWaiting("an RTX 4090", "only");
    site.training().await(high, job -> job.progress().step() >= SEEN_AT, PATIENCE);

    see(person, "/ui/jobs/" + high, "#chart canvas", 1580);
    keep(person, "job");
    person.prefersDark(true);
    keep(person, "job-dark");
    person.prefersDark(false);
    see(person, "/ui/jobs", "table.jobs", 620);
    keep(person, "jobs");
    see(person, "/ui/compare?job=" + high + "&job=" + low, "canvas", 1120);
    keep(person, "compare");
    see(person, "/ui/pools/local", "main canvas", 900);
    keep(person, "pool");
    see(person, "/ui/new", "#drop", 900);
    keep(person, "new-job");
  }

  private static JobId submit(Site site, String name, int rank, String learningRate)
      throws Exception {
    return site.training()
        .submit(
            """
            "name": "%s", "labels": {"subject": "chelsea"},
            "training": {"instancePrompt": "a photo of sks cat", "resolution": 64, "trainBatchSize": 1, "seed": 42,
              "rank": %d, "learningRate": %s, "maxTrainSteps": %d, "checkpointingSteps": 40,
              "validation": {"validationPrompt": "a photo of sks cat", "validationSteps": 120, "numValidationImages": 1,
                "validationInferenceSteps": 10, "seed": 7}}
            """
                .formatted(name, rank, learningRate, STEPS));
  }

  private static void see(Person person, String path, String ready, int height) {
    person.resize(1280, height);
    person.open(path);
    assertThat(person.page().locator(ready).first()).isVisible();
    person.awaitImages();
  }

  private static void keep(Person person, String name) throws IOException {
    Path file = IMAGES.resolve(name + ".png");
    person.photographWindow(file);
    BufferedImage reduced = Palette.reduce(ImageIO.read(file.toFile()));
    ImageIO.write(reduced, "png", file.toFile());
    assertThat(Files.size(file)).as("bytes of %s", file).isLessThan(MOST_BYTES);
  }
}
