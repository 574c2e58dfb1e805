package io.baton.sync.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which parts of an object are in the file that it is fetched into. For several threads. */
final class FetchJournal {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is fetched, and into which file. */
  record Task(
      @JsonProperty(required = true) String key,
      @JsonProperty(required = true) long size,
      @JsonProperty(required = true) long partBytes,
      @JsonProperty(required = true) String target) {}

  /**
   * A part that is in the file.
   *
   * @param version the storage's name for the content that it is of; empty when it has none
   */
  record Fetched(
      @JsonProperty(required = true) int number, @JsonProperty(required = true) String version) {}

  private final Optional<Journal> journal;
  private final Set<Integer> fetched = new TreeSet<>();
  private Optional<String> version = Optional.empty();

  private FetchJournal(Optional<Journal> journal) {
    this.journal = journal;
  }

  static Task task(ObjectKey key, PartPlan plan, Path target) {
    return new Task(key.value(), plan.size(), plan.partBytes(), target.toAbsolutePath().toString());
  }

  /**
   * @param directory to keep it in; without one it is forgotten at the end of the process
   */
  static FetchJournal create(Optional<Path> directory, Task task) {
    return new FetchJournal(directory.map(folder -> Journal.create(place(folder, task), task)));
  }

  /** What is kept of the same task; nothing when it is another or cannot be read any more. */
  static Optional<FetchJournal> read(Path directory, Task task) {
    return Journal.read(place(directory, task)).flatMap(kept -> read(kept, task));
  }

  private static Path place(Path directory, Task task) {
    String name = Sha256.of(task.target().getBytes(StandardCharsets.UTF_8)).hex();
    return directory.resolve(name + ".fetch");
  }

  private static Optional<FetchJournal> read(Journal.Kept kept, Task task) {
    FetchJournal journal = new FetchJournal(Optional.of(kept.journal()));
    try {
      if (!JSON.treeToValue(kept.first(), Task.class).equals(task)) {
        return Optional.empty();
      }
      for (JsonNode line : kept.done()) {
        Fetched part = JSON.treeToValue(line, Fetched.class);
        if (!journal.note(part)) {
          return Optional.empty();
        }
      }
      return Optional.of(journal);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  synchronized boolean has(int number) {
    return fetched.contains(number);
  }

  /** Returns false, and takes no note, when the part is of another content than those before. */
  synchronized boolean fetched(Fetched part) {
    boolean same = note(part);
    if (same) {
      journal.ifPresent(kept -> kept.add(part));
    }
    return same;
  }

  private boolean note(Fetched part) {
    if (version.isPresent() && !version.get().equals(part.version())) {
      return false;
    }
    version = Optional.of(part.version());
    fetched.add(part.number());
    return true;
  }

  void delete() {
    journal.ifPresent(Journal::delete);
  }
}
