package io.baton.sync.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sync.Checkpoints;
import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.local.LocalCheckpoint;
import io.baton.sync.manifest.CheckpointKeys;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.MemoryStore;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.transfer.Transfers;
import io.baton.sync.upload.CheckpointUploader;
import io.baton.sync.upload.CommittedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever happens to the objects in storage: what a restore puts in place is byte for byte a
 * checkpoint that was committed, the newest that is undamaged; or it fails.
 */
class RestorePropertyTest {
  /** What happens to one object. Positions are shares of the object's length. */
  private enum Damage {
    FLIP_A_BIT {
      @Override
      byte[] apply(byte[] content, int position, byte[] other) {
        byte[] damaged = content.clone();
        if (damaged.length > 0) {
          damaged[position % damaged.length] ^= (byte) (1 << (position % 8));
        }
        return damaged;
      }
    },
    TRUNCATE {
      @Override
      byte[] apply(byte[] content, int position, byte[] other) {
        return Arrays.copyOf(content, content.length == 0 ? 0 : position % content.length);
      }
    },
    PROLONG {
      @Override
      byte[] apply(byte[] content, int position, byte[] other) {
        return Arrays.copyOf(content, content.length + 1 + position % 100);
      }
    },
    REPLACE_BY_ANOTHER_OBJECT {
      @Override
      byte[] apply(byte[] content, int position, byte[] other) {
        return other;
      }
    },
    DELETE {
      @Override
      byte[] apply(byte[] content, int position, byte[] other) {
        return null;
      }
    };

    /** Returns null for an object that is gone. */
    abstract byte[] apply(byte[] content, int position, byte[] other);
  }

  private record Accident(Damage damage, int object, int position, int otherObject) {}

  @Provide
  Arbitrary<List<Accident>> accidents() {
    Arbitrary<Integer> any = Arbitraries.integers().between(0, 1_000_000);
    return Combinators.combine(Arbitraries.of(Damage.class), any, any, any)
        .as(Accident::new)
        .list()
        .ofMaxSize(8);
  }

  @Property(tries = 300)
  void a_restore_never_yields_wrong_bytes(
      @ForAll("accidents") List<Accident> accidents, @ForAll boolean digestsAreRecorded)
      throws IOException {
    Path directory = Files.createTempDirectory("restore-property");
    try {
      Path trained = directory.resolve("trained");
      MemoryStore store = new MemoryStore();
      List<CommittedCheckpoint> committed = commit(store, trained);
      List<Candidate> candidates =
          digestsAreRecorded
              ? committed.stream().map(RestorePropertyTest::recorded).toList()
              : StoredCheckpoints.newestFirst(store, Optional.empty());
      Map<ObjectKey, byte[]> before = Map.copyOf(store.objects());
      accidents.forEach(accident -> strike(store.objects(), accident));
      Optional<Integer> expected = newestUndamaged(committed, before, store.objects());

      Path output = directory.resolve("output");
      try {
        RestoreOutcome outcome =
            new CheckpointRestore(Transfers.standard(store, Retry.standard()), output)
                .restore(candidates, Deadline.after(Duration.ofMinutes(1)));
        int step = outcome.step().orElseThrow();
        assertThat(Checkpoints.content(output.resolve("checkpoint-" + step)))
            .isEqualTo(Checkpoints.content(trained.resolve("checkpoint-" + step)));
        expected.ifPresent(newest -> assertThat(step).isGreaterThanOrEqualTo(newest));
      } catch (SyncException e) {
        assertThat(e.error()).isEqualTo(SyncError.NOTHING_VERIFIES);
        assertThat(expected).isEmpty();
        assertThat(output).isEmptyDirectory();
      }
    } finally {
      delete(directory);
    }
  }

  /** Three checkpoints, the later ones referring to the first one's unchanged file. */
  private static List<CommittedCheckpoint> commit(MemoryStore store, Path trained) {
    List<CommittedCheckpoint> newestFirst = new ArrayList<>();
    CheckpointUploader uploader =
        new CheckpointUploader(
            Transfers.standard(store, Retry.standard()), CheckpointKeys.below("run"));
    Optional<Manifest> known = Optional.empty();
    for (int step : new int[] {10, 20, 30}) {
      Path written =
          Checkpoints.write(
              trained,
              step,
              Map.of(
                  "weights",
                  ("weights of step " + step).repeat(10).getBytes(),
                  "scheduler.bin",
                  "unchanged".getBytes(),
                  "empty",
                  new byte[0],
                  "states/random",
                  new byte[] {(byte) step}));
      CommittedCheckpoint checkpoint =
          uploader.upload(
              new LocalCheckpoint(step, written),
              known,
              () -> Deadline.after(Duration.ofMinutes(1)));
      known = Optional.of(checkpoint.manifest());
      newestFirst.add(checkpoint);
    }
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  private static Candidate recorded(CommittedCheckpoint checkpoint) {
    return new Candidate(
        checkpoint.step(), checkpoint.manifestKey(), Optional.of(checkpoint.manifestSha256()));
  }

  private static void strike(Map<ObjectKey, byte[]> objects, Accident accident) {
    if (objects.isEmpty()) {
      return;
    }
    List<ObjectKey> keys = List.copyOf(objects.keySet());
    ObjectKey key = keys.get(accident.object() % keys.size());
    byte[] other = objects.get(keys.get(accident.otherObject() % keys.size()));
    byte[] damaged = accident.damage().apply(objects.get(key), accident.position(), other);
    if (damaged == null) {
      objects.remove(key);
    } else {
      objects.put(key, damaged);
    }
  }

  private static Optional<Integer> newestUndamaged(
      List<CommittedCheckpoint> committed,
      Map<ObjectKey, byte[]> before,
      Map<ObjectKey, byte[]> after) {
    return committed.stream()
        .filter(
            checkpoint ->
                Stream.concat(
                        Stream.of(checkpoint.manifestKey()),
                        checkpoint.manifest().files().stream().map(file -> file.key()))
                    .allMatch(key -> Arrays.equals(before.get(key), after.get(key))))
        .map(CommittedCheckpoint::step)
        .findFirst();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    }
  }
}
