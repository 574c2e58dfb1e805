package io.baton.node.prepare;

import io.baton.node.failure.AttemptFailedException;
import io.baton.node.failure.DiskFailures;
import io.baton.node.failure.LeaseLostException;
import io.baton.node.models.BaseModels;
import io.baton.node.models.HeldModel;
import io.baton.node.models.HeldModels;
import io.baton.node.models.ModelRequest;
import io.baton.node.models.ModelRequest.Role;
import io.baton.node.sync.AttemptStorage;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.Phase;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.restore.CheckpointRestore;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Brings an attempt to where its trainer can start. */
public final class Preparation {
  private static final Logger LOG = System.getLogger(Preparation.class.getName());

  private final boolean commandsAllowed;
  private final long minFreeDiskBytes;
  private final BaseModels models;
  private final HeldModels held;
  private final Consumer<Phase> phases;
  private final DatasetDownload dataset;
  private final AttemptStorage storage;
  private final JobDirectory directory;

  /**
   * For one attempt.
   *
   * @param commandsAllowed whether the job may be one that runs a command
   * @param minFreeDiskBytes with less left on the disk the attempt fails
   * @param held gets the models that the attempt needs, until its end
   * @param phases is told what a user would wait for
   */
  public Preparation(
      boolean commandsAllowed,
      long minFreeDiskBytes,
      BaseModels models,
      HeldModels held,
      Consumer<Phase> phases,
      DatasetDownload dataset,
      AttemptStorage storage,
      JobDirectory directory) {
    this.commandsAllowed = commandsAllowed;
    this.minFreeDiskBytes = minFreeDiskBytes;
    this.models = models;
    this.held = held;
    this.phases = phases;
    this.dataset = dataset;
    this.storage = storage;
    this.directory = directory;
  }

  /**
   * What the trainer starts from.
   *
   * @param vae where another takes the place of the base model's own
   * @param restored the checkpoint that storage has and that need not be sent again
   * @param resumeStep step of the checkpoint in the output directory; empty: it starts at step 0
   */
  public record Prepared(
      Path baseModel,
      Optional<Path> vae,
      Optional<Manifest> restored,
      Optional<Integer> resumeStep) {}

  public Prepared prepare(Grant grant)
      throws AttemptFailedException, LeaseLostException, InterruptedException {
    if (grant.spec().command().isPresent() && !commandsAllowed) {
      throw new AttemptFailedException(
          FailureClass.NODE_MISCONFIGURED,
          "This node runs no commands: its operator has not set --allow-commands.");
    }
    try {
      directory.create();
      requireDisk(grant);
      Path baseModel = acquire(Role.BASE, grant.spec().baseModel(), grant);
      Optional<BaseModel> wantedVae =
          grant.spec().training().flatMap(training -> training.model().vae());
      Optional<Path> vae =
          wantedVae.isPresent()
              ? Optional.of(acquire(Role.VAE, wantedVae.get(), grant))
              : Optional.empty();
      phases.accept(Phase.PREPARING);
      dataset.fetch(grant.dataset(), directory.dataset());
      dataset.fetch(grant.classImages(), directory.classImages());
      LOG.log(Level.INFO, () -> "Dataset is here: " + grant.dataset().size() + " files");
      if (grant.weights().isPresent()) {
        storage.fetch(grant.weights().get(), directory.weights());
      }
      Optional<Integer> kept = keptCheckpoint(grant);
      if (kept.isPresent()) {
        return new Prepared(baseModel, vae, Optional.empty(), kept);
      }
      Optional<Manifest> restored = storage.restore(grant.resumeFrom(), directory.output());
      restored.ifPresent(
          manifest -> LOG.log(Level.INFO, () -> "Restored checkpoint " + manifest.step()));
      return new Prepared(baseModel, vae, restored, restored.map(Manifest::step));
    } catch (IOException e) {
      throw DiskFailures.of(e);
    }
  }

  private void requireDisk(Grant grant) throws AttemptFailedException, IOException {
    long bytes =
        Stream.concat(grant.dataset().stream(), grant.classImages().stream())
            .mapToLong(object -> object.file().size())
            .sum();
    Optional<String> shortage = new DiskBudget(directory.root(), minFreeDiskBytes).shortage(bytes);
    if (shortage.isPresent()) {
      throw new AttemptFailedException(FailureClass.DISK_FULL, shortage.get());
    }
  }

  private Path acquire(Role role, BaseModel model, Grant grant)
      throws AttemptFailedException, InterruptedException {
    Optional<String> variant =
        grant.spec().training().flatMap(training -> training.model().variant());
    HeldModel acquired =
        models.acquire(
            new ModelRequest(model, role, variant), () -> phases.accept(Phase.FETCHING_MODEL));
    held.add(acquired);
    return acquired.directory();
  }

  /** The step of a newer checkpoint that this machine kept; everything else in its way goes. */
  private Optional<Integer> keptCheckpoint(Grant grant) throws IOException {
    Optional<KeptCheckpoint> kept =
        KeptCheckpoint.newerThan(newestCommitted(grant), directory, grant.job())
            .filter(checkpoint -> !isVoid(checkpoint, grant));
    Optional<Path> keep = kept.map(checkpoint -> checkpoint.in(directory));
    for (Path each : JobDirectory.children(directory.output())) {
      boolean goesOn = keep.isEmpty() && CheckpointRestore.isUnfinished(each);
      if (!keep.equals(Optional.of(each)) && !goesOn) {
        JobDirectory.deleteTree(each);
      }
    }
    kept.ifPresent(
        checkpoint ->
            LOG.log(
                Level.INFO,
                () -> "Going on from checkpoint " + checkpoint.step() + ", kept on this machine"));
    return kept.map(KeptCheckpoint::step);
  }

  /** Its owner had the job go back behind what this machine kept. */
  private static boolean isVoid(KeptCheckpoint checkpoint, Grant grant) {
    return grant
        .restartedAfter()
        .filter(last -> checkpoint.attempt().number() <= last.number())
        .isPresent();
  }

  private static int newestCommitted(Grant grant) {
    return grant.resumeFrom().stream().mapToInt(Grant.ResumePoint::step).max().orElse(0);
  }
}
