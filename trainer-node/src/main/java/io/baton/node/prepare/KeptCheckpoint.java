package io.baton.node.prepare;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.protocol.client.Json;
import io.baton.protocol.field.Fields;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.work.KeptWork;
import io.baton.sync.local.CompletenessRule;
import io.baton.sync.local.WrittenCheckpoints;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * The newest checkpoint that an attempt left on this machine when its lease ended, with the digests
 * of its files: when the node claims the job again, nothing that was written is lost.
 *
 * @param job whose it is
 * @param attempt that wrote it
 * @param step of the checkpoint
 * @param files paths below the checkpoint's directory
 */
public record KeptCheckpoint(JobId job, Attempt attempt, int step, List<KeptFile> files) {
  private static final Logger LOG = System.getLogger(KeptCheckpoint.class.getName());

  public KeptCheckpoint {
    Fields.required("job", job);
    Fields.required("attempt", attempt);
    files = Fields.listOrEmpty(files);
  }

  /** One file of it. */
  public record KeptFile(String path, long size, String sha256) {}

  /**
   * Writes down the newest checkpoint that is complete, if there is one. Call it when the trainer
   * is dead.
   */
  public static Optional<KeptCheckpoint> record(
      JobDirectory directory, JobId job, Attempt attempt, CompletenessRule completeness)
      throws IOException {
    NavigableMap<Integer, Path> written = CheckpointDirectories.in(directory.output());
    new WrittenCheckpoints(directory.output(), completeness)
        .brokenOff()
        .forEach(checkpoint -> written.remove(checkpoint.step()));
    Map.Entry<Integer, Path> newest = written.lastEntry();
    if (newest == null) {
      return Optional.empty();
    }
    KeptCheckpoint kept =
        new KeptCheckpoint(job, attempt, newest.getKey(), files(newest.getValue()));
    Path unfinished = directory.root().resolve("kept.json.part");
    Files.write(unfinished, Json.mapper().writeValueAsBytes(kept));
    Files.move(unfinished, directory.keptRecord(), StandardCopyOption.ATOMIC_MOVE);
    return Optional.of(kept);
  }

  /** What is kept below the directory for jobs; whether it is still intact is not looked at. */
  public static Optional<KeptWork> in(Path jobs) throws IOException {
    for (Path each : JobDirectory.children(jobs)) {
      Optional<KeptCheckpoint> kept = read(new JobDirectory(each).keptRecord());
      if (kept.isPresent()) {
        return kept.map(found -> new KeptWork(found.job(), found.attempt(), found.step()));
      }
    }
    return Optional.empty();
  }

  /** What was kept for the job and is still as it was written down, if it is newer than a step. */
  public static Optional<KeptCheckpoint> newerThan(int step, JobDirectory directory, JobId job)
      throws IOException {
    Optional<KeptCheckpoint> kept = read(directory.keptRecord());
    if (kept.isEmpty() || !kept.get().job().equals(job) || kept.get().step() <= step) {
      return Optional.empty();
    }
    Path checkpoint = kept.get().in(directory);
    List<KeptFile> found = files(checkpoint);
    if (found.isEmpty() || !found.equals(kept.get().files())) {
      LOG.log(Level.WARNING, () -> checkpoint + " is not as it was kept; not used.");
      return Optional.empty();
    }
    return kept;
  }

  /** Its directory. */
  Path in(JobDirectory directory) {
    return directory.output().resolve("checkpoint-" + step);
  }

  private static Optional<KeptCheckpoint> read(Path record) throws IOException {
    try {
      return Optional.of(Json.mapper().readValue(Files.readAllBytes(record), KeptCheckpoint.class));
    } catch (NoSuchFileException nothingKept) {
      return Optional.empty();
    } catch (JsonProcessingException damaged) {
      LOG.log(Level.WARNING, () -> record + " cannot be read; what it names is not used.");
      return Optional.empty();
    }
  }

  private static List<KeptFile> files(Path checkpoint) throws IOException {
    if (!Files.isDirectory(checkpoint)) {
      return List.of();
    }
    List<Path> found;
    try (var walk = Files.walk(checkpoint)) {
      found = walk.filter(Files::isRegularFile).sorted().toList();
    }
    List<KeptFile> files = new ArrayList<>();
    for (Path file : found) {
      files.add(
          new KeptFile(checkpoint.relativize(file).toString(), Files.size(file), Sha256.of(file)));
    }
    return List.copyOf(files);
  }
}
