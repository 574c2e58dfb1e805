package io.baton.api.dataset;

import io.baton.api.config.BatonConfig;
import io.baton.api.config.DatasetsConfig;
import io.baton.api.dataset.DatasetEntity.StoredProblem;
import io.baton.api.storage.ObjectKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.dataset.DatasetArchive;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Makes ordinary files of a dataset out of a zip, a few at a time. A replica that takes over goes
 * on with those that are not in the database yet.
 */
@ApplicationScoped
public class ArchiveUnpacking {
  private static final String ARCHIVE = "archive";
  private static final int BUFFER = 1 << 16;

  /** Files that lie unpacked on this machine at once. */
  private static final int BATCH = 16;

  private final ObjectStorage storage;
  private final ContentInspection contents;
  private final CheckedFiles files;
  private final Transfers transfers;
  private final DatasetsConfig config;

  ArchiveUnpacking(
      ObjectStorage storage,
      ContentInspection contents,
      CheckedFiles files,
      Transfers transfers,
      BatonConfig config) {
    this.storage = storage;
    this.contents = contents;
    this.files = files;
    this.transfers = transfers;
    this.config = config.datasets();
  }

  Result unpack(ValidationLease lease, DatasetArchive archive) {
    Optional<InputStream> object =
        storage.open(ObjectKeys.ofDatasetArchive(lease.dataset(), archive));
    if (object.isEmpty()) {
      return Result.refused("was announced but not uploaded");
    }
    try (TemporaryCopy copy = TemporaryCopy.empty()) {
      return copy.fill(object.get(), archive.size(), archive.sha256(), lease::keep)
          .map(Result::refused)
          .orElseGet(() -> unpack(lease, copy));
    }
  }

  private Result unpack(ValidationLease lease, TemporaryCopy copy) {
    try (ZipContents zip = ZipContents.open(copy.path(), config.maxFiles())) {
      Known known = QuarkusTransaction.requiringNew().call(() -> known(lease.dataset()));
      ArchivePlan plan =
          ArchivePlan.of(
              zip.entries(),
              new ArchivePlan.Limits(
                  config.maxFiles() - known.announced().size(),
                  config.maxBytes() - known.announcedBytes(),
                  config.maxCompressionRatio()),
              known.announced());
      if (!plan.problems().isEmpty()) {
        return new Result(plan.problems(), plan.notes());
      }
      Map<String, ArchiveEntry> lacking = new LinkedHashMap<>(plan.entries());
      lacking.keySet().removeAll(known.unpacked());
      List<Map.Entry<String, ArchiveEntry>> entries = List.copyOf(lacking.entrySet());
      for (int from = 0; from < entries.size(); from += BATCH) {
        lease.keep();
        Optional<StoredProblem> problem =
            unpack(
                lease.dataset(),
                zip,
                entries.subList(from, Math.min(entries.size(), from + BATCH)));
        if (problem.isPresent()) {
          return new Result(List.of(problem.get()), plan.notes());
        }
      }
      return new Result(List.of(), plan.notes());
    } catch (IOException e) {
      return Result.refused("is no zip that can be read");
    }
  }

  private static Known known(DatasetId dataset) {
    Set<String> announced = new HashSet<>();
    Set<String> unpacked = new HashSet<>();
    long announcedBytes = 0;
    for (DatasetFileEntity file : DatasetFileEntity.ofDataset(dataset)) {
      (file.fromArchive ? unpacked : announced).add(file.name);
      announcedBytes += file.fromArchive ? 0 : file.size;
    }
    return new Known(announced, unpacked, announcedBytes);
  }

  private Optional<StoredProblem> unpack(
      DatasetId dataset, ZipContents zip, List<Map.Entry<String, ArchiveEntry>> entries) {
    List<TemporaryCopy> copies = new ArrayList<>();
    try {
      List<Unpacked> batch = new ArrayList<>();
      for (Map.Entry<String, ArchiveEntry> entry : entries) {
        TemporaryCopy copy = TemporaryCopy.empty();
        copies.add(copy);
        Written written = write(zip, entry.getValue(), copy);
        if (written.problem().isPresent()) {
          return written.problem().map(why -> new StoredProblem(entry.getKey(), why));
        }
        DatasetFile file = new DatasetFile(entry.getKey(), written.size(), written.sha256());
        batch.add(new Unpacked(file, contents.verdict(file, copy.path()), copy));
      }
      store(dataset, batch);
      return Optional.empty();
    } finally {
      copies.forEach(TemporaryCopy::close);
    }
  }

  private void store(DatasetId dataset, List<Unpacked> batch) {
    transfers.all(
        batch.stream()
            .<Callable<DatasetFile>>map(
                unpacked ->
                    () -> {
                      DatasetFile file = unpacked.file();
                      storage.put(ObjectKeys.ofDatasetFile(dataset, file), unpacked.copy().path());
                      return file;
                    })
            .toList());
    files.add(dataset, batch.stream().collect(Collectors.toMap(Unpacked::file, Unpacked::verdict)));
  }

  // What the zip's directory says of sizes is not believed.
  private Written write(ZipContents zip, ArchiveEntry entry, TemporaryCopy copy) {
    MessageDigest digest = TemporaryCopy.sha256();
    CRC32 checksum = new CRC32();
    long size = 0;
    try (OutputStream out = Files.newOutputStream(copy.path())) {
      byte[] buffer = new byte[BUFFER];
      try (InputStream in = zip.open(entry)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          size += read;
          if (size > entry.size()) {
            return Written.refused("unpacks to more than the " + entry.size() + " bytes it claims");
          }
          digest.update(buffer, 0, read);
          checksum.update(buffer, 0, read);
          out.write(buffer, 0, read);
        }
      } catch (java.util.zip.ZipException | java.io.EOFException e) {
        return Written.refused("is damaged in the archive");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a file cannot be unpacked", e);
    }
    return size == entry.size() && checksum.getValue() == zip.checksum(entry)
        ? new Written(size, HexFormat.of().formatHex(digest.digest()), Optional.empty())
        : Written.refused("is damaged in the archive");
  }

  /**
   * How it went.
   *
   * @param problems why the archive cannot be used; none: everything is unpacked
   * @param notes what was left out
   */
  record Result(List<StoredProblem> problems, List<String> notes) {
    static Result refused(String why) {
      return new Result(List.of(new StoredProblem(ARCHIVE, why)), List.of());
    }
  }

  /** A file that lies on this machine and is on its way to storage. */
  private record Unpacked(DatasetFile file, Verdict verdict, TemporaryCopy copy) {}

  private record Known(Set<String> announced, Set<String> unpacked, long announcedBytes) {}

  private record Written(long size, String sha256, Optional<String> problem) {
    static Written refused(String why) {
      return new Written(0, "", Optional.of(why));
    }
  }
}
