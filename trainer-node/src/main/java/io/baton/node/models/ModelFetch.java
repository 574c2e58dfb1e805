package io.baton.node.models;

import io.baton.node.api.Backoff;
import io.baton.node.clock.NodeClock;
import io.baton.node.failure.AttemptFailedException;
import io.baton.protocol.work.FailureClass;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Fetches a model's files one after the other, each in one stream: the uploads of other agents on
 * the machine keep a share of the network. Trouble is waited out while there is some progress.
 */
final class ModelFetch {
  private static final Logger LOG = System.getLogger(ModelFetch.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Damaged on the way it may be right the next time; damaged at the source it is not. */
  private static final int TRIES_OF_WRONG_CONTENT = 3;

  private final RemoteModel source;
  private final ModelLocation location;
  private final NodeClock clock;
  private final Duration patience;

  /**
   * A fetch from a source.
   *
   * @param patience how long it may fail without any progress
   */
  ModelFetch(RemoteModel source, ModelLocation location, NodeClock clock, Duration patience) {
    this.source = source;
    this.location = location;
    this.clock = clock;
    this.patience = patience;
  }

  /** What is there, however often it takes to ask. */
  RemoteListing list() throws AttemptFailedException, InterruptedException {
    Trouble trouble = new Trouble();
    while (true) {
      try {
        return source.list();
      } catch (SourceTroubleException e) {
        trouble.waitOut(e);
      }
    }
  }

  /** Fetches the files into a directory, going on with what it has of them. */
  List<StoredModelFile> fetch(
      RemoteListing listing, List<RemoteFile> files, Path directory, Pace pace)
      throws AttemptFailedException, IOException, InterruptedException {
    List<StoredModelFile> stored = new ArrayList<>();
    for (RemoteFile file : files) {
      try (PartialFile partial = PartialFile.open(file, directory.resolve(file.path()))) {
        fetch(listing, file, partial, pace);
        stored.add(partial.finish());
      }
    }
    return List.copyOf(stored);
  }

  private void fetch(RemoteListing listing, RemoteFile file, PartialFile partial, Pace pace)
      throws AttemptFailedException, IOException, InterruptedException {
    Trouble trouble = new Trouble();
    int wrong = 0;
    while (!partial.isComplete() || !partial.isRight()) {
      if (partial.isComplete()) {
        partial.restart();
        if (++wrong >= TRIES_OF_WRONG_CONTENT) {
          throw new AttemptFailedException(
              FailureClass.STORAGE_DOWN,
              location + " gives a " + file.path() + " that differs from its own digest of it.");
        }
      }
      long before = partial.size();
      try (RemoteModel.Opened opened = source.open(listing, file, before)) {
        if (opened.offset() != before) {
          partial.restart();
        }
        partial.append(opened.body(), pace);
        if (!partial.isComplete()) {
          throw new SourceTroubleException("the connection ended within " + file.path());
        }
      } catch (SourceTroubleException e) {
        if (partial.size() > before) {
          trouble = new Trouble();
        }
        trouble.waitOut(e);
      }
    }
  }

  /** A time without progress. */
  private final class Trouble {
    private final Backoff backoff =
        new Backoff(FIRST_PAUSE, LONGEST_PAUSE, RandomGenerator.getDefault());
    private final long giveUpAt = clock.after(patience);

    void waitOut(SourceTroubleException trouble)
        throws AttemptFailedException, InterruptedException {
      Duration pause = backoff.next();
      Duration asked = trouble.waitAskedFor().orElse(pause);
      Duration wait = asked.compareTo(pause) > 0 ? asked : pause;
      if (clock.after(wait) - giveUpAt > 0) {
        throw new AttemptFailedException(
            FailureClass.STORAGE_DOWN,
            location + " cannot be fetched: " + trouble.getMessage() + ".");
      }
      LOG.log(
          Level.DEBUG,
          () -> trouble.getMessage() + "; trying again in " + wait.toMillis() + " ms.");
      clock.pause(wait);
    }
  }
}
