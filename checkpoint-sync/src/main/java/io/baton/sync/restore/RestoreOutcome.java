package io.baton.sync.restore;

import io.baton.sync.manifest.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What training starts from. */
public sealed interface RestoreOutcome {
  /** The stored checkpoint that is now on disk, if it came from storage. */
  Optional<Manifest> manifest();

  /** The step that training goes on from; nothing for the beginning. */
  Optional<Integer> step();

  /** Newer candidates that do not verify, newest first. */
  List<Rejection> rejected();

  /**
   * Local checkpoints that are incomplete, or not what is stored: they were renamed, not deleted.
   */
  List<Path> setAside();

  /** No checkpoint is committed and none is on disk: training starts at the beginning. */
  record NothingStored(List<Path> setAside) implements RestoreOutcome {
    public NothingStored {
      setAside = List.copyOf(setAside);
    }

    @Override
    public List<Rejection> rejected() {
      return List.of();
    }

    @Override
    public Optional<Manifest> manifest() {
      return Optional.empty();
    }

    @Override
    public Optional<Integer> step() {
      return Optional.empty();
    }
  }

  /**
   * The output directory holds a written checkpoint that is newer than every stored one that
   * verifies: a run was killed before its upload. Nothing was fetched; the sync will upload it.
   */
  record KeptLocal(int localStep, List<Rejection> rejected, List<Path> setAside)
      implements RestoreOutcome {
    public KeptLocal {
      rejected = List.copyOf(rejected);
      setAside = List.copyOf(setAside);
    }

    @Override
    public Optional<Manifest> manifest() {
      return Optional.empty();
    }

    @Override
    public Optional<Integer> step() {
      return Optional.of(localStep);
    }
  }

  /**
   * A stored checkpoint is on disk, every file verified.
   *
   * @param directory the output directory's {@code checkpoint-N}
   * @param fetchedBytes size of the objects that were fetched; files that an interrupted restore
   *     had brought, or that were still on disk, do not count
   */
  record Restored(
      Manifest restored,
      Path directory,
      long fetchedBytes,
      List<Rejection> rejected,
      List<Path> setAside)
      implements RestoreOutcome {
    public Restored {
      rejected = List.copyOf(rejected);
      setAside = List.copyOf(setAside);
    }

    @Override
    public Optional<Manifest> manifest() {
      return Optional.of(restored);
    }

    @Override
    public Optional<Integer> step() {
      return Optional.of(restored.step());
    }
  }
}
