package io.baton.cli.submit;

import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.TransferBar;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.DatasetsClient;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.JobSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The directories that jobs need as datasets; one that several need is uploaded once. */
final class Uploads {
  private final Map<Path, LocalImages> images = new LinkedHashMap<>();
  private final Map<Path, DatasetId> datasets = new LinkedHashMap<>();

  /** Reads all of them, so that what is refused is refused before anything is uploaded. */
  static Uploads of(List<JobDraft> drafts) {
    Uploads uploads = new Uploads();
    drafts.stream()
        .flatMap(draft -> Stream.concat(draft.images().stream(), draft.classImages().stream()))
        .forEach(
            directory ->
                uploads.images.computeIfAbsent(same(directory), any -> LocalImages.in(directory)));
    return uploads;
  }

  private static Path same(Path directory) {
    return directory.toAbsolutePath().normalize();
  }

  LocalImages images(Path directory) {
    return images.get(same(directory));
  }

  /** Uploads what is not uploaded yet, and tells so. */
  void send(DatasetsClient client, Console console, boolean told) {
    images.forEach(
        (path, local) -> datasets.computeIfAbsent(path, any -> send(local, client, console, told)));
  }

  private static DatasetId send(
      LocalImages local, DatasetsClient client, Console console, boolean told) {
    Dataset dataset;
    String name = local.directory().toAbsolutePath().normalize().getFileName().toString();
    Console shown = told ? console : Console.silent();
    try (TransferBar bar = new TransferBar(shown, "Uploading", local.bytes())) {
      dataset = new DatasetUpload(client).upload(local, name, bar);
    }
    shown.plain(
        "Uploaded %s (%s) as dataset %s."
            .formatted(
                Words.count(dataset.images(), "image"),
                Words.ofBytes(dataset.bytes()),
                dataset.id()));
    dataset.notes().forEach(note -> shown.plain("  Note: " + note));
    return dataset.id();
  }

  /** The job with its datasets; they must have been sent. */
  JobSpec complete(JobDraft draft) {
    return draft.uploaded(
        draft.images().map(this::sent).orElse(null),
        draft.classImages().map(this::sent).orElse(null));
  }

  private DatasetId sent(Path directory) {
    return datasets.get(same(directory));
  }
}
