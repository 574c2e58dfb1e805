package io.baton.node.attempt;

import io.baton.node.clock.NodeClock;
import io.baton.node.failure.AttemptFailedException;
import io.baton.node.failure.DiskFailures;
import io.baton.node.failure.LeaseLostException;
import io.baton.node.feed.AttemptFeed;
import io.baton.node.lease.HeldLease;
import io.baton.node.lease.LeaseStage;
import io.baton.node.prepare.FinishedFiles;
import io.baton.node.prepare.JobDirectory;
import io.baton.node.prepare.Preparation;
import io.baton.node.prepare.Preparation.Prepared;
import io.baton.node.stop.StopOrder;
import io.baton.node.stop.StopOrders;
import io.baton.node.stop.StoppableWork;
import io.baton.node.stop.WorkStoppedException;
import io.baton.node.sync.AttemptStorage;
import io.baton.node.sync.CheckpointUploads;
import io.baton.node.sync.SampleUploads;
import io.baton.node.trainer.CommandLaunch;
import io.baton.node.trainer.SignsOfLife;
import io.baton.node.trainer.TrainerCommandLine;
import io.baton.node.trainer.TrainerCommandLine.TrainerDirectories;
import io.baton.node.trainer.TrainerEnd;
import io.baton.node.trainer.TrainerEnd.Failed;
import io.baton.node.trainer.TrainerEnd.Finished;
import io.baton.node.trainer.TrainerEvent;
import io.baton.node.trainer.TrainerEvent.ImageDrawn;
import io.baton.node.trainer.TrainerLaunch;
import io.baton.node.trainer.TrainerLimits;
import io.baton.node.trainer.TrainerProcess;
import io.baton.node.trainer.TrainerProgram;
import io.baton.node.trainer.TrainerSupervision;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.job.CommandOptions;
import io.baton.protocol.work.Completion;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.Phase;
import io.baton.sync.manifest.Manifest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Carries one attempt from its preparation to its end. Heartbeats and the lease run beside it. */
final class AttemptRun {
  private static final Logger LOG = System.getLogger(AttemptRun.class.getName());

  /** Disk that a trainer may fill while storage is away; what is committed is deleted earlier. */
  private static final int LOCAL_CHECKPOINTS = 10;

  /** For the last measurements and log lines of a trainer; nothing rests on them. */
  private static final Duration LAST_FEED = Duration.ofSeconds(2);

  /** For sample images that are not stored yet; nothing rests on them either. */
  private static final Duration LAST_SAMPLES = Duration.ofMinutes(2);

  private static final Duration SAMPLES_OF_A_DRAIN = Duration.ofSeconds(5);

  private final Grant grant;
  private final JobDirectory directory;
  private final Preparation preparation;
  private final AttemptStorage storage;
  private final AttemptReports reports;
  private final AttemptProgress progress;
  private final SignsOfLife signs;
  private final AttemptFeed feed;
  private final HeldLease lease;
  private final StopOrders orders;
  private final StoppableWork work;
  private final TrainerProgram program;
  private final TrainerLimits limits;
  private final Duration drainTimeout;
  private final NodeClock clock;

  AttemptRun(
      Grant grant,
      JobDirectory directory,
      Preparation preparation,
      AttemptStorage storage,
      AttemptReports reports,
      AttemptProgress progress,
      SignsOfLife signs,
      AttemptFeed feed,
      HeldLease lease,
      StopOrders orders,
      TrainerProgram program,
      TrainerLimits limits,
      Duration drainTimeout,
      NodeClock clock) {
    this.grant = grant;
    this.directory = directory;
    this.preparation = preparation;
    this.storage = storage;
    this.reports = reports;
    this.progress = progress;
    this.signs = signs;
    this.feed = feed;
    this.lease = lease;
    this.orders = orders;
    this.work = new StoppableWork(orders);
    this.program = program;
    this.limits = limits;
    this.drainTimeout = drainTimeout;
    this.clock = clock;
  }

  AttemptEnd run() throws InterruptedException {
    try {
      Prepared prepared = work.untilOrdered(() -> preparation.prepare(grant));
      prepared.resumeStep().ifPresent(progress::resumedAt);
      try (CheckpointUploads uploads = storage.upload(directory.output(), prepared.restored());
          SampleUploads samples =
              storage.samples(text -> feed.on(new TrainerEvent.LogLine(text)))) {
        return train(prepared, new Uploads(uploads, samples));
      }
    } catch (AttemptFailedException e) {
      return reports.fail(e.failureClass(), e.getMessage(), List.of());
    } catch (LeaseLostException e) {
      return AttemptEnd.LEASE_LOST;
    } catch (WorkStoppedException e) {
      return stopped(e.order());
    }
  }

  private AttemptEnd train(Prepared prepared, Uploads uploads)
      throws AttemptFailedException,
          LeaseLostException,
          WorkStoppedException,
          InterruptedException {
    progress.trainerStarts(
        prepared.restored().map(Manifest::step).orElseGet(this::newestCommitted));
    TrainerProcess trainer = launch(prepared, uploads.samples());
    TrainerEnd end =
        new TrainerSupervision(clock, orders, signs, drainTimeout, progress::draining)
            .untilDead(trainer);
    feed.flush(LAST_FEED);
    Optional<StopOrder> order = orders.current();
    if (order.isPresent() && !mayGiveBack(order.get())) {
      return stopped(order.get());
    }
    if (end instanceof Finished) {
      return complete(uploads);
    }
    if (order.isEmpty() && end instanceof Failed failed) {
      commitWhatIsWritten(failed.failureClass(), uploads);
      return reports.fail(failed.failureClass(), failed.message(), trainer.logTail());
    }
    return giveBack(
        order.map(StopOrder::reason).orElse("Something on the node interrupted the trainer."),
        uploads);
  }

  private int newestCommitted() {
    return grant.resumeFrom().stream().mapToInt(Grant.ResumePoint::step).max().orElse(0);
  }

  /** Another node goes on from it. What cannot be stored soon does not keep the failure back. */
  private void commitWhatIsWritten(FailureClass failure, Uploads uploads)
      throws LeaseLostException, WorkStoppedException, InterruptedException {
    if (!failure.retryable()) {
      return;
    }
    try {
      work.untilGivenUp(
          () -> {
            uploads.checkpoints().flush(drainTimeout);
            return null;
          });
    } catch (AttemptFailedException notStored) {
      LOG.log(
          Level.WARNING, () -> "The last checkpoint is not committed: " + notStored.getMessage());
    }
  }

  private TrainerProcess launch(Prepared prepared, SampleUploads samples)
      throws AttemptFailedException {
    TrainerDirectories directories =
        new TrainerDirectories(
            prepared.baseModel(),
            prepared.vae(),
            directory.dataset(),
            directory.classImages(),
            directory.output());
    TrainerLaunch launch =
        grant
            .spec()
            .workload()
            .either(
                training ->
                    TrainerLaunch.ofContract(
                        grant.weights().isPresent()
                            ? TrainerCommandLine.ofSamples(
                                program,
                                training,
                                training.validation().orElseThrow(),
                                directories,
                                directory.weights())
                            : TrainerCommandLine.of(
                                program,
                                training,
                                directories,
                                prepared.resumeStep().isPresent(),
                                LOCAL_CHECKPOINTS,
                                sampledSince(prepared.resumeStep().orElse(0)))),
                command -> CommandLaunch.of(command, directories, prepared.resumeStep()));
    if (grant.spec().command().isPresent()) {
      progress.enter(Phase.LOADING_MODEL);
    }
    try {
      return TrainerProcess.start(
          limits.on(launch),
          directory.root(),
          event -> {
            progress.on(event);
            feed.on(event);
            samples.on(event);
            if (event instanceof ImageDrawn drawn && grant.weights().isPresent()) {
              progress.hasReached(drawn.image());
            }
          });
    } catch (IOException e) {
      throw new AttemptFailedException(
          FailureClass.NODE_MISCONFIGURED,
          "The node cannot run its trainer (" + e.getMessage() + ").",
          e);
    }
  }

  private List<Integer> sampledSince(int resumeStep) {
    return grant.sampledSteps().stream().filter(step -> step >= resumeStep).toList();
  }

  private AttemptEnd complete(Uploads uploads)
      throws AttemptFailedException,
          LeaseLostException,
          WorkStoppedException,
          InterruptedException {
    SortedMap<String, Path> files = finishedFiles();
    progress.enter(Phase.UPLOADING);
    List<StoredFile> artifact =
        work.untilGivenUp(
            () -> {
              uploads.checkpoints().flush();
              uploads.samples().flush(LAST_SAMPLES);
              return uploadArtifact(files);
            });
    return reports.complete(grant.totalSteps(), artifact);
  }

  private SortedMap<String, Path> finishedFiles() throws AttemptFailedException {
    if (grant.weights().isPresent()) {
      return drawnImages();
    }
    Optional<List<String>> patterns = grant.spec().command().map(CommandOptions::artifact);
    try {
      if (patterns.isPresent()) {
        SortedMap<String, Path> files = FinishedFiles.in(directory.output(), patterns.get());
        requireSome(files, String.join(", ", patterns.get()));
        return files;
      }
      if (!Files.isRegularFile(directory.lora())) {
        throw new AttemptFailedException(
            FailureClass.TRAINER_CRASH,
            "The trainer said that it was done, but wrote no "
                + directory.lora().getFileName()
                + ".");
      }
      return directory.artifact();
    } catch (IOException e) {
      throw DiskFailures.of(e);
    }
  }

  private SortedMap<String, Path> drawnImages() throws AttemptFailedException {
    try {
      SortedMap<String, Path> images = directory.drawnImages();
      if (images.size() != grant.totalSteps()) {
        throw new AttemptFailedException(
            FailureClass.TRAINER_CRASH,
            "The trainer drew %d images instead of %d."
                .formatted(images.size(), grant.totalSteps()));
      }
      return images;
    } catch (IOException e) {
      throw DiskFailures.of(e);
    }
  }

  private static void requireSome(SortedMap<String, Path> files, String patterns)
      throws AttemptFailedException {
    if (files.isEmpty()) {
      throw new AttemptFailedException(
          FailureClass.TRAINER_CRASH,
          "The command ended well, but its output directory has no file " + patterns + ".");
    }
    if (files.size() > Completion.MAX_FILES) {
      throw new AttemptFailedException(
          FailureClass.BAD_INPUT,
          "The command left %d files %s; an artifact has at most %d."
              .formatted(files.size(), patterns, Completion.MAX_FILES));
    }
  }

  private List<StoredFile> uploadArtifact(SortedMap<String, Path> files)
      throws AttemptFailedException, LeaseLostException, InterruptedException {
    List<StoredFile> stored = new ArrayList<>();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      stored.add(storage.uploadArtifact(file.getKey(), file.getValue()));
    }
    return List.copyOf(stored);
  }

  /** Whether the lease still lets the attempt commit what the trainer wrote last. */
  private boolean mayGiveBack(StopOrder order) {
    return switch (order.kind()) {
      case DRAIN -> true;
      case FENCE -> lease.stage() == LeaseStage.HELD;
      case CANCEL, LEASE_LOST -> false;
    };
  }

  /**
   * What the trainer wrote last goes to storage in the time that is left, then the job goes back.
   */
  private AttemptEnd giveBack(String reason, Uploads uploads) throws InterruptedException {
    progress.draining();
    orders.give(StopOrder.drain(reason, clock.nanos(), drainTimeout));
    try {
      work.untilGivenUp(
          () -> {
            uploads.checkpoints().flush();
            uploads.samples().flush(SAMPLES_OF_A_DRAIN);
            return null;
          });
    } catch (LeaseLostException e) {
      return AttemptEnd.LEASE_LOST;
    } catch (AttemptFailedException | WorkStoppedException notAllIsInStorage) {
      return stopped(orders.current().orElseThrow());
    }
    return reports.release(reason, progress.step(), AttemptEnd.RELEASED);
  }

  private AttemptEnd stopped(StopOrder order) throws InterruptedException {
    return switch (order.kind()) {
      case DRAIN -> releaseEarly(order.reason());
      case FENCE ->
          lease.stage() == LeaseStage.HELD ? releaseEarly(order.reason()) : AttemptEnd.LAPSED;
      case CANCEL -> AttemptEnd.CANCELED;
      case LEASE_LOST -> AttemptEnd.LEASE_LOST;
    };
  }

  private AttemptEnd releaseEarly(String reason) throws InterruptedException {
    return reports.release(reason, progress.step(), AttemptEnd.RELEASED_EARLY);
  }

  /** What goes to storage while training goes on. */
  private record Uploads(CheckpointUploads checkpoints, SampleUploads samples) {}
}
