package io.baton.protocol.job.command;

import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * When a directory {@code checkpoint-N} is a checkpoint. What is not complete is neither stored nor
 * gone on from.
 *
 * @param layout how the trainer writes it; default accelerate
 * @param files paths below it in which * and ? stand for parts of a name, each of which has to fit
 *     a file, for layout files only, at most 100 entries of 1 to 255 characters; default none
 * @param settleSeconds for so long nothing in it may have changed, 1 to 600; of no effect with
 *     layout renamed; default 2
 */
public record CheckpointRule(CheckpointLayout layout, List<String> files, Integer settleSeconds) {
  public static final CheckpointRule DEFAULT = new CheckpointRule(null, null, null);

  private static final int MAX_FILES = 100;
  private static final int MAX_LENGTH = 255;
  private static final Pattern PART = Pattern.compile("[^/\\\\:\\[\\]{}\\p{Cntrl}]+");

  public CheckpointRule {
    layout = Fields.orDefault(layout, CheckpointLayout.ACCELERATE);
    files = Fields.listOrEmpty(files);
    Fields.inRange("checkpoints.files", files.size(), 0, MAX_FILES);
    files.forEach(CheckpointRule::requirePath);
    settleSeconds = Fields.orDefault(settleSeconds, 2);
    Fields.inRange("checkpoints.settleSeconds", settleSeconds, 1, 600);
    if (layout == CheckpointLayout.FILES && files.isEmpty()) {
      throw new InvalidFieldException(
          "checkpoints.files", "is missing: layout files needs the names of a checkpoint's files");
    }
    if (layout != CheckpointLayout.FILES && !files.isEmpty()) {
      throw new InvalidFieldException(
          "checkpoints.files", "has no effect without layout files: leave it out");
    }
  }

  private static void requirePath(String path) {
    Fields.text("checkpoints.files", path, MAX_LENGTH);
    for (String part : path.split("/", -1)) {
      if (!PART.matcher(part).matches() || part.equals(".") || part.equals("..")) {
        throw new InvalidFieldException(
            "checkpoints.files",
            "must be paths below the checkpoint, such as optimizer.bin, not '" + path + "'");
      }
    }
  }
}
