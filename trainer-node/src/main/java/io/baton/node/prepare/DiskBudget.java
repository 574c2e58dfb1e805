package io.baton.node.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The disk that a job's files need.
 *
 * @param directory where they lie; it exists
 * @param reserveBytes that stay free for checkpoints and logs
 */
public record DiskBudget(Path directory, long reserveBytes) {
  /**
   * Why there is too little of it; empty: there is enough.
   *
   * @param neededBytes on top of the reserve
   */
  public Optional<String> shortage(long neededBytes) throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    return free - reserveBytes >= neededBytes
        ? Optional.empty()
        : Optional.of(
            "The disk of "
                + directory
                + " has "
                + free
                + " bytes free; "
                + (neededBytes > 0 ? neededBytes + " are needed and " : "")
                + reserveBytes
                + " are to stay free (--min-free-disk-bytes).");
  }
}
