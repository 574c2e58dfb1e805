package io.baton.sync.store;

import io.baton.sync.SyncException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Objects of a directory that come in parts: a file that the parts are written into at their place,
 * with a note of the key beside it.
 */
final class DirectoryParts implements PartStore {
  private static final String NOTE = ".key";
  private static final Pattern ID = Pattern.compile("parts-([0-9]{1,18})-[0-9a-f-]{36}");

  private final DirectoryStore store;

  DirectoryParts(DirectoryStore store) {
    this.store = store;
  }

  @Override
  public PartedUpload begin(ObjectKey key, long size, long partBytes) {
    String id = "parts-" + partBytes + "-" + UUID.randomUUID();
    Path partial = store.partial(id);
    try {
      Files.writeString(store.partial(id + NOTE), key.value());
      Files.createFile(partial);
    } catch (IOException e) {
      throw SyncException.local("storing", partial, e);
    }
    return new PartedUpload(key, id);
  }

  @Override
  public SentPart send(PartedUpload upload, int number, FileSlice content, Pace pace) {
    Path partial = require(upload);
    try (FileChannel source = SliceReader.open(content)) {
      DirectoryStore.copy(source, content, partial, (number - 1) * partBytes(upload), pace);
      return new SentPart(number, ContentMd5.of(source, content));
    } catch (IOException e) {
      throw SyncException.local("reading", content.file(), e);
    }
  }

  @Override
  public void complete(PartedUpload upload, List<SentPart> parts) {
    store.appear(upload.key(), require(upload));
    DirectoryStore.remove(store.partial(upload.id() + NOTE));
  }

  @Override
  public void abort(PartedUpload upload) {
    if (ID.matcher(upload.id()).matches()) {
      DirectoryStore.remove(store.partial(upload.id()));
      DirectoryStore.remove(store.partial(upload.id() + NOTE));
    }
  }

  /** What a killed process left of files that did not come in parts is not among them. */
  List<UnfinishedUpload> unfinished(Optional<ObjectKey> prefix) {
    Path folder = store.partial("any").getParent();
    String start = prefix.map(key -> key + "/").orElse("");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> ID.matcher(file.getFileName().toString()).matches())
          .flatMap(file -> unfinished(file).stream())
          .filter(unfinished -> unfinished.upload().key().value().startsWith(start))
          .sorted(Comparator.comparing(UnfinishedUpload::startedAt))
          .toList();
    } catch (IOException e) {
      throw SyncException.local("listing", folder, e);
    }
  }

  private Optional<UnfinishedUpload> unfinished(Path file) {
    String id = file.getFileName().toString();
    Path note = store.partial(id + NOTE);
    try {
      ObjectKey key = new ObjectKey(Files.readString(note, StandardCharsets.UTF_8));
      return Optional.of(
          new UnfinishedUpload(
              new PartedUpload(key, id), Files.getLastModifiedTime(note).toInstant()));
    } catch (NoSuchFileException e) {
      // Completed or given up meanwhile.
      return Optional.empty();
    } catch (IOException e) {
      throw SyncException.local("reading", note, e);
    }
  }

  private Path require(PartedUpload upload) {
    Path partial = store.partial(upload.id());
    if (!ID.matcher(upload.id()).matches() || !Files.exists(partial)) {
      throw upload.missing(null);
    }
    return partial;
  }

  private static long partBytes(PartedUpload upload) {
    Matcher matcher = ID.matcher(upload.id());
    if (!matcher.matches()) {
      throw new IllegalStateException("no upload in parts: " + upload.id());
    }
    return Long.parseLong(matcher.group(1));
  }
}
