package io.baton.it.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.baton.cli.platform.Checkout;
import io.baton.cli.platform.DataDirectory;
import io.baton.cli.platform.LocalPlatform;
import io.baton.cli.platform.PlatformSettings;
import io.baton.cli.platform.Ports;
import io.baton.it.node.TinyTraining;
import io.baton.it.pool.LocalNodes;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.access.KeyCreation;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.client.KeysClient;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobFilter;
import io.baton.protocol.job.JobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code baton up} starts: PostgreSQL, S3, the service, the autoscaler and one to two nodes
 * with the tiny model; and the browser that people look at it with.
 */
final class Site implements AutoCloseable {
  static final Path HOME =
      Path.of(System.getProperty("baton.home", "..")).toAbsolutePath().normalize();
  static final Path SCREENSHOTS = HOME.resolve("integration-tests/target/screenshots");

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

  /** A machine with many tests on few cores is slow, and nobody waits longer than needed. */
  private static final int PATIENCE_MILLIS = 60_000;

  private final LocalPlatform platform;
  private final Path directory;
  private final Chromium chromium;
  private final List<Person> people = new ArrayList<>();
  private TinyTraining training;

  private Site(LocalPlatform platform, Path directory, Chromium chromium) {
    this.platform = platform;
    this.directory = directory;
    this.chromium = chromium;
  }

  static Site start() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    try {
      Path target = Files.createDirectories(HOME.resolve("integration-tests/target"));
      Path directory = Files.createTempDirectory(target, "site-");
      LocalPlatform platform =
          new LocalPlatform(
              new PlatformSettings(
                  new DataDirectory(directory),
                  Ports.free(),
                  1,
                  2,
                  Duration.ofMinutes(5),
                  Duration.ofSeconds(6),
                  Duration.ofMillis(500),
                  Duration.ofSeconds(10),
                  false),
              new Checkout(HOME),
              (what, where, took) -> {});
      platform.start();
      return new Site(platform, directory, Chromium.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI address() {
    return platform.api();
  }

  /** The API, called as its operator. */
  ApiEndpoint api() {
    return platform.asOperator(LONGEST_ANSWER);
  }

  JobsClient jobs() {
    return new JobsClient(api());
  }

  /** Submits jobs on the sample photographs and the tiny model without the dashboard. */
  TinyTraining training() {
    if (training == null) {
      training = new TinyTraining(api(), HOME, 8, 4);
    }
    return training;
  }

  /**
   * Submits a job that no node may take.
   *
   * @param group its label {@code for}, and the first word of its name
   * @param name the second
   */
  JobId submitWaiting(String group, String name) throws JsonProcessingException {
    return training()
        .submit(
            """
            "name": "%1$s %2$s", "labels": {"for": "%1$s"}, "requirements": {"nodeLabels": {"none": "has-it"}},
            "training": {"instancePrompt": "a photo of sks cat", "resolution": 64, "maxTrainSteps": 8}
            """
                .formatted(group, name));
  }

  /** Submits a long job, and returns once it has a checkpoint and measurements. */
  JobId submitRunning() throws JsonProcessingException, InterruptedException {
    JobId id =
        training()
            .submit(
                """
                "name": "Chelsea, all day", "labels": {"team": "red"},
                "training": {"instancePrompt": "a photo of sks cat", "resolution": 64, "trainBatchSize": 1,
                  "maxTrainSteps": 4000, "checkpointingSteps": 10}
                """);
    training()
        .await(
            id,
            job -> job.lastCheckpointStep().isPresent() && isMeasured(id),
            Duration.ofMinutes(2));
    return id;
  }

  /** Whether there is a curve. A job that is canceled early has told its loss without one. */
  private boolean isMeasured(JobId id) {
    return !jobs().metrics(id, 0, 10).series().isEmpty();
  }

  /** Jobs that trained, those with the most interruptions first; at least two. */
  List<JobId> trainedJobs() throws JsonProcessingException, InterruptedException {
    List<JobId> trained =
        jobs().jobs(JobFilter.ALL, Optional.empty(), 100).jobs().stream()
            .filter(job -> isMeasured(job.id()))
            .sorted(Comparator.comparing(Job::interruptions).reversed())
            .map(Job::id)
            .toList();
    if (trained.size() >= 2) {
      return trained;
    }
    jobs().cancel(submitRunning());
    return trainedJobs();
  }

  /** The processes of the nodes, to kill one. */
  LocalNodes nodes() {
    return new LocalNodes(new DataDirectory(directory).pool());
  }

  ApiKey operatorKey() {
    return api().key().orElseThrow();
  }

  /** The key of somebody who only sees what is theirs. */
  ApiKey userKey(String owner) {
    return new KeysClient(api())
        .create(KeyCreation.ofUser("for a test", new OwnerName(owner)))
        .secret();
  }

  /** Somebody with an empty browser, who is not signed in. */
  Person stranger() {
    Person person = new Person(chromium.browser(), address(), PATIENCE_MILLIS);
    people.add(person);
    return person;
  }

  Person operator() {
    return stranger().signIn(operatorKey());
  }

  Person user(String owner) {
    return stranger().signIn(userKey(owner));
  }

  /**
   * Everybody leaves; what the browser complained of meanwhile fails the test.
   *
   * @param failed whether the test has failed already: then what each saw last is kept as an image
   * @param test its name
   */
  void leave(boolean failed, String test) {
    List<String> complaints = new ArrayList<>();
    for (Person person : people) {
      if (failed) {
        person.photograph(SCREENSHOTS.resolve("failed-" + test.replaceAll("\\W+", "-") + ".png"));
      }
      complaints.addAll(person.leave());
    }
    people.clear();
    if (!complaints.isEmpty()) {
      throw new AssertionError("The browser complained:\n" + String.join("\n", complaints));
    }
  }

  @Override
  public void close() throws IOException {
    try (platform) {
      chromium.close();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
