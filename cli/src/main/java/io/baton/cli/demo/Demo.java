package io.baton.cli.demo;

import io.baton.cli.job.JobDisplay;
import io.baton.cli.job.JobFollower;
import io.baton.cli.platform.Checkout;
import io.baton.cli.platform.DataDirectory;
import io.baton.cli.platform.LocalPlatform;
import io.baton.cli.platform.PlatformSettings;
import io.baton.cli.platform.Ports;
import io.baton.cli.platform.StartLines;
import io.baton.cli.platform.Stopping;
import io.baton.cli.platform.Trees;
import io.baton.cli.submit.DatasetUpload;
import io.baton.cli.submit.LocalImages;
import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.client.DatasetsClient;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.training.CheckpointInterval;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The demonstration: two runs of one job, the first of which loses its nodes. */
final class Demo {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final long LAST_WEBHOOK_MILLIS = 15_000;
  private static final String PROMPT = "a photo of sks cat";

  /** Pixels at which a step of the tiny model takes long enough to aim at. */
  private static final int RESOLUTION = 128;

  private static final long SEED = 42;

  private final Console console;
  private final boolean json;
  private final DemoPlan plan;
  private final Checkout checkout;
  private final Path images;
  private final DataDirectory directory;
  private final boolean temporary;
  private volatile boolean ended;

  private final List<Finding> findings = new ArrayList<>();

  /**
   * A demonstration.
   *
   * @param temporary whether the directory may be emptied of all but results
   */
  Demo(
      Console console,
      boolean json,
      DemoPlan plan,
      Checkout checkout,
      Path images,
      DataDirectory directory,
      boolean temporary) {
    this.console = console;
    this.json = json;
    this.plan = plan;
    this.checkout = checkout;
    this.images = images;
    this.directory = directory;
    this.temporary = temporary;
  }

  private PlatformSettings settings() {
    return new PlatformSettings(
        directory,
        Ports.free(),
        2,
        2,
        Duration.ofMinutes(10),
        Duration.ofSeconds(6),
        Duration.ofMillis(250),
        Duration.ofSeconds(10),
        false);
  }

  /** Whether everything held. */
  boolean run() throws IOException {
    long from = System.nanoTime();
    Console shown = json ? Console.silent() : console;
    shown.line("@|bold Baton demo|@: one LoRA, " + Words.count(plan.killAt().size(), "kill"));
    shown.line("  Logs and LoRAs stay in " + directory.path());
    shown.emptyLine();
    DemoReport report;
    try {
      LocalImages.in(images);
      report = onPlatform(shown, from);
    } finally {
      ended = true;
      clearUp();
    }
    tell(shown, report);
    return report.held();
  }

  private DemoReport onPlatform(Console shown, long from) throws IOException {
    try (WebhookReceiver receiver = WebhookReceiver.start();
        LocalPlatform platform = new LocalPlatform(settings(), checkout, new StartLines(shown))) {
      Stopping.onExit(console, () -> stopEarly(platform));
      platform.start();
      return train(shown, platform, receiver, from);
    }
  }

  /** On Ctrl-C there is nothing to show for it, so nothing stays. */
  private void stopEarly(LocalPlatform platform) throws IOException {
    boolean early = !ended;
    platform.close();
    if (early && temporary) {
      Trees.delete(directory.path());
    }
  }

  private DemoReport train(
      Console shown, LocalPlatform platform, WebhookReceiver receiver, long from) {
    ApiEndpoint api = platform.asOperator(TIMEOUT);
    JobsClient jobs = new JobsClient(api);
    Dataset dataset = new DatasetUpload(new DatasetsClient(api)).upload(images, "demo", done -> {});
    shown.line(
        "  @|green ✓|@ %-16s %s of %s"
            .formatted(
                "Dataset", Words.count(dataset.images(), "image"), Words.ofBytes(dataset.bytes())));

    shown.emptyLine();
    shown.line("@|bold First run|@: its node is lost on the way");
    Instances instances = new Instances(platform.autoscalerAddress());
    List<Kill> kills;
    JobRecord killed;
    try (JobDisplay display = new JobDisplay(shown, "  ")) {
      NodeKiller killer = new NodeKiller(shown, display, instances, plan);
      killed = run(jobs, dataset, receiver, killer);
      kills = killer.kills();
    }
    findings.addAll(Verdict.ofKilled(plan, killed, kills));

    Optional<JobRecord> undisturbed = Optional.empty();
    Optional<Lora> lora = Optional.empty();
    if (killed.job().status() == JobStatus.COMPLETED) {
      lora = Optional.of(Lora.download(jobs, killed.job().id(), result("interrupted")));
      shown.emptyLine();
      shown.line("@|bold Second run|@: the same job, undisturbed");
      try (JobDisplay display = new JobDisplay(shown, "  ")) {
        undisturbed = Optional.of(run(jobs, dataset, receiver, display));
      }
      findings.addAll(Verdict.ofUndisturbed(plan, undisturbed.get()));
      if (undisturbed.get().job().status() == JobStatus.COMPLETED) {
        Lora again = Lora.download(jobs, undisturbed.get().job().id(), result("undisturbed"));
        findings.add(Lora.compare(lora.get(), again));
      }
    }
    List<ReceivedWebhook> received = receiver.received();
    findings.add(Verdict.ofWebhooks(killed, received));
    undisturbed.ifPresent(record -> findings.add(Verdict.ofWebhooks(record, received)));
    return new DemoReport(
        findings.stream().allMatch(Finding::held),
        List.copyOf(findings),
        killed,
        kills,
        undisturbed,
        lora,
        received,
        Duration.ofNanos(System.nanoTime() - from).toMillis() / 1000.0);
  }

  /** Submits the job and follows it until it ended and its last webhook came. */
  private JobRecord run(
      JobsClient jobs, Dataset dataset, WebhookReceiver receiver, JobFollower.Observer observer) {
    Job submitted = jobs.submit(spec(dataset, receiver));
    Job ended = new JobFollower(jobs, LOOK).follow(submitted.id(), observer);
    JobRecord record = JobRecord.of(jobs, ended);
    record.events().stream()
        .filter(event -> event.type().sent())
        .reduce((first, second) -> second)
        .ifPresent(
            last ->
                receiver.await(
                    webhook -> webhook.sequence() == last.sequence(), LAST_WEBHOOK_MILLIS));
    return record;
  }

  private JobSpec spec(Dataset dataset, WebhookReceiver receiver) {
    return new JobSpec(
        "demo",
        dataset.id(),
        new BaseModel(LocalPlatform.TINY_MODEL),
        Optional.of(training()),
        Optional.empty(),
        null,
        null,
        null,
        null,
        Optional.of(receiver.target()),
        null,
        null);
  }

  private TrainingOptions training() {
    return TrainingOptions.builder(PROMPT)
        .maxTrainSteps(plan.steps())
        .checkpointingSteps(CheckpointInterval.ofSteps(plan.checkpointEvery()))
        .resolution(RESOLUTION)
        .trainBatchSize(1)
        .seed(SEED)
        .build();
  }

  private Path result(String run) {
    return directory.path().resolve("lora").resolve(run);
  }

  private void tell(Console shown, DemoReport report) {
    if (json) {
      console.json(report);
    } else {
      new DemoStory(shown, directory).tell(report);
    }
  }

  /** Takes away what only the platform needed, however the demonstration went. */
  private void clearUp() throws IOException {
    // On Ctrl-C the whole directory goes.
    if (!temporary || console.isStopping()) {
      return;
    }
    for (Path path : List.of(directory.postgresql(), directory.storage(), directory.models())) {
      Trees.delete(path);
    }
  }
}
