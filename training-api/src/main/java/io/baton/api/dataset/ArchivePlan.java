package io.baton.api.dataset;

import io.baton.api.dataset.DatasetEntity.StoredProblem;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.field.InvalidFieldException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which entries of a zip become which files. Directories that hold everything are taken away;
 * entries in any other directory are refused, for a dataset is flat.
 *
 * @param entries what to unpack, by the file's name in the dataset
 * @param problems why not; then nothing is unpacked
 * @param notes what is left out
 */
record ArchivePlan(
    Map<String, ArchiveEntry> entries, List<StoredProblem> problems, List<String> notes) {
  private static final Set<String> JUNK = Set.of("thumbs.db", "desktop.ini");
  private static final int NAMED_IN_NOTE = 5;
  private static final String ANY_SHA256 = "0".repeat(64);

  /**
   * Decides what to unpack.
   *
   * @param limits what the dataset may still take
   * @param announced names of files that are not from the zip
   */
  static ArchivePlan of(List<ArchiveEntry> all, Limits limits, Set<String> announced) {
    Drawing drawing = new Drawing(limits, announced);
    List<ArchiveEntry> kept = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (ArchiveEntry entry : all) {
      if (isJunk(entry.name())) {
        leftOut.add(entry.name());
      } else if (entry.kind() != ArchiveEntry.Kind.DIRECTORY) {
        kept.add(entry);
      }
    }
    String shared = sharedDirectory(kept);
    kept.forEach(entry -> drawing.add(entry, shared));
    drawing.requireTotals();
    return new ArchivePlan(drawing.entries, drawing.problems, note(leftOut));
  }

  /** What macOS, Windows and version control leave beside files, and hidden files. */
  private static boolean isJunk(String name) {
    for (String part : name.split("/")) {
      boolean hidden = part.startsWith(".") && !part.equals(".") && !part.equals("..");
      if (hidden || part.equals("__MACOSX") || JUNK.contains(part.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  /** The longest directory that all entries lie in; empty, or ends in a slash. */
  private static String sharedDirectory(List<ArchiveEntry> entries) {
    String shared = null;
    for (ArchiveEntry entry : entries) {
      String directory = entry.name().substring(0, entry.name().lastIndexOf('/') + 1);
      if (shared == null) {
        shared = directory;
      }
      while (!directory.startsWith(shared)) {
        shared = shared.substring(0, shared.lastIndexOf('/', shared.length() - 2) + 1);
      }
    }
    return shared == null || !isPlain(shared) ? "" : shared;
  }

  private static boolean isPlain(String path) {
    return !path.startsWith("/")
        && path.indexOf('\\') < 0
        && !path.matches("^[A-Za-z]:.*")
        && !List.of(path.split("/")).contains("..");
  }

  private static List<String> note(List<String> leftOut) {
    if (leftOut.isEmpty()) {
      return List.of();
    }
    String names = String.join(", ", leftOut.subList(0, Math.min(NAMED_IN_NOTE, leftOut.size())));
    return List.of(
        "Left out of the archive, hidden or made by an operating system: %s%s."
            .formatted(
                Text.shortened(names),
                leftOut.size() > NAMED_IN_NOTE
                    ? " and " + (leftOut.size() - NAMED_IN_NOTE) + " more"
                    : ""));
  }

  /**
   * What a dataset may still take.
   *
   * @param files how many
   * @param bytes in all
   * @param ratio how many times its packed size an entry of more than a MiB may have
   */
  record Limits(int files, long bytes, int ratio) {
    private static final long RATIO_FROM = 1L << 20;

    boolean isBomb(long size, long packedSize) {
      return size > RATIO_FROM && size / Math.max(1, packedSize) > ratio;
    }
  }

  private static final class Drawing {
    private final Limits limits;
    private final Set<String> announced;
    private final Map<String, ArchiveEntry> entries = new LinkedHashMap<>();
    private final List<StoredProblem> problems = new ArrayList<>();

    Drawing(Limits limits, Set<String> announced) {
      this.limits = limits;
      this.announced = announced;
    }

    void add(ArchiveEntry entry, String shared) {
      String name = entry.name().substring(shared.length());
      problem(entry, name)
          .ifPresentOrElse(
              why -> problems.add(new StoredProblem(Text.shortened(entry.name()), why)),
              () -> entries.put(name, entry));
    }

    private Optional<String> problem(ArchiveEntry entry, String name) {
      return kindProblem(entry.kind())
          .or(() -> nameProblem(entry.name(), name))
          .or(() -> sizeProblem(entry))
          .or(() -> twice(name));
    }

    private static Optional<String> kindProblem(ArchiveEntry.Kind kind) {
      return switch (kind) {
        case FILE, DIRECTORY -> Optional.empty();
        case LINK -> Optional.of("is a link; put the file itself into the archive");
        case ENCRYPTED -> Optional.of("is encrypted; make the archive without a password");
        case UNREADABLE -> Optional.of("is packed in an unusual way; use store or deflate");
      };
    }

    private static Optional<String> nameProblem(String path, String name) {
      if (!isPlain(path)) {
        return Optional.of("leads out of the archive; use plain file names");
      }
      if (name.contains("/")) {
        return Optional.of("lies in a directory of its own; put all files into one directory");
      }
      try {
        DatasetFile unused = new DatasetFile(name, 1, ANY_SHA256);
        return Optional.empty();
      } catch (InvalidFieldException e) {
        return Optional.of(
            "is no file of a dataset: names end in .jpg, .jpeg, .png, .webp, .bmp or .txt");
      }
    }

    private Optional<String> sizeProblem(ArchiveEntry entry) {
      if (entry.size() == 0) {
        return Optional.of("is empty");
      }
      if (entry.size() > DatasetFile.MAX_BYTES) {
        return Optional.of(
            "has " + entry.size() + " bytes; a file has at most " + DatasetFile.MAX_BYTES);
      }
      return limits.isBomb(entry.size(), entry.packedSize())
          ? Optional.of("unpacks to more than " + limits.ratio() + " times its size")
          : Optional.empty();
    }

    private Optional<String> twice(String name) {
      if (announced.contains(name)) {
        return Optional.of("was announced as a file of its own, too");
      }
      return entries.containsKey(name) ? Optional.of("is in the archive twice") : Optional.empty();
    }

    void requireTotals() {
      long bytes = entries.values().stream().mapToLong(ArchiveEntry::size).sum();
      if (entries.size() > limits.files()) {
        problems.add(
            new StoredProblem(
                "archive",
                "holds "
                    + entries.size()
                    + " files; the dataset takes "
                    + limits.files()
                    + " at most"));
      }
      if (bytes > limits.bytes()) {
        problems.add(
            new StoredProblem(
                "archive",
                "unpacks to "
                    + bytes
                    + " bytes; the dataset takes "
                    + limits.bytes()
                    + " at most"));
      }
    }
  }
}
