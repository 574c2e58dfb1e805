package io.baton.sync.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sync.SyncException;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.PartedUpload;
import io.baton.sync.store.SentPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How far an upload in parts has come. May be used by several threads. */
final class SendJournal {
  private static final String ENDING = ".send";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What is sent.
   *
   * @param modified the file's time of change in milliseconds since 1970
   */
  record Task(
      @JsonProperty(required = true) String key,
      @JsonProperty(required = true) String upload,
      @JsonProperty(required = true) long partBytes,
      @JsonProperty(required = true) String file,
      @JsonProperty(required = true) long size,
      @JsonProperty(required = true) long modified,
      @JsonProperty(required = true) String sha256) {
    PartedUpload partedUpload() {
      return new PartedUpload(new ObjectKey(key), upload);
    }

    /** Whether the file is still there as it was. */
    boolean fileIsUntouched() {
      Path path = Path.of(file);
      try {
        return Files.size(path) == size && lastModified(path) == modified;
      } catch (IOException e) {
        return false;
      }
    }
  }

  private final Task task;
  private final Map<Integer, SentPart> sent;
  private final Optional<Journal> journal;

  private SendJournal(Task task, Map<Integer, SentPart> sent, Optional<Journal> journal) {
    this.task = task;
    this.sent = sent;
    this.journal = journal;
  }

  /**
   * @param directory to keep it in; without one it is forgotten at the end of the process
   */
  static SendJournal create(
      Optional<Path> directory, PartedUpload upload, PartPlan plan, Path file, Sha256 sha256) {
    Task task =
        new Task(
            upload.key().value(),
            upload.id(),
            plan.partBytes(),
            file.toAbsolutePath().toString(),
            plan.size(),
            modifiedOf(file),
            sha256.hex());
    return new SendJournal(
        task,
        new TreeMap<>(),
        directory.map(folder -> Journal.create(folder.resolve(sha256.hex() + ENDING), task)));
  }

  static boolean isOne(Path file) {
    return file.getFileName().toString().endsWith(ENDING);
  }

  /** Nothing when it cannot be read any more. */
  static Optional<SendJournal> read(Path file) {
    return Journal.read(file).flatMap(SendJournal::read);
  }

  private static Optional<SendJournal> read(Journal.Kept kept) {
    try {
      Task task = JSON.treeToValue(kept.first(), Task.class);
      task.partedUpload();
      Map<Integer, SentPart> sent = new TreeMap<>();
      for (JsonNode line : kept.done()) {
        SentPart part = JSON.treeToValue(line, SentPart.class);
        sent.put(part.number(), part);
      }
      return Optional.of(new SendJournal(task, sent, Optional.of(kept.journal())));
    } catch (JsonProcessingException | IllegalArgumentException | SyncException e) {
      return Optional.empty();
    }
  }

  private static long modifiedOf(Path file) {
    try {
      return lastModified(file);
    } catch (IOException e) {
      throw SyncException.local("reading", file, e);
    }
  }

  private static long lastModified(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toMillis();
  }

  Task task() {
    return task;
  }

  PartPlan plan() {
    return new PartPlan(task.size(), task.partBytes());
  }

  synchronized boolean has(int number) {
    return sent.containsKey(number);
  }

  synchronized void sent(SentPart part) {
    sent.put(part.number(), part);
    journal.ifPresent(kept -> kept.add(part));
  }

  /** By number. */
  synchronized Collection<SentPart> sent() {
    return new TreeMap<>(sent).values();
  }

  void delete() {
    journal.ifPresent(Journal::delete);
  }
}
