package io.baton.protocol.job.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.Optional;

/**
 * What is seen of the dataset's images and captions.
 *
 * @param centerCrop cut the square from the middle, not from a place drawn anew each time; default
 *     false
 * @param randomFlip mirror instance images half of the times; default false
 * @param repeats how often an epoch shows each image, 1 to 10,000; default 1
 * @param imageInterpolationMode how images are resized; default lanczos
 * @param captionColumn key of {@code metadata.jsonl} that holds the captions, 1 to 200 characters;
 *     absent: text
 * @param captionDropout probability that a row is trained without its caption, 0 to 1; default 0
 * @param dataloaderNumWorkers threads that read and resize images ahead, 0 to 64; 0 is the training
 *     thread itself, and the LoRA is the same with any number; default 0
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ImageOptions(
    Boolean centerCrop,
    Boolean randomFlip,
    Integer repeats,
    Interpolation imageInterpolationMode,
    Optional<String> captionColumn,
    Double captionDropout,
    Integer dataloaderNumWorkers) {
  public static final ImageOptions DEFAULT = cropped(null, null, null);

  public ImageOptions {
    centerCrop = Fields.orDefault(centerCrop, false);
    randomFlip = Fields.orDefault(randomFlip, false);
    repeats = Fields.orDefault(repeats, 1);
    Fields.inRange("repeats", repeats, 1, 10_000);
    imageInterpolationMode = Fields.orDefault(imageInterpolationMode, Interpolation.LANCZOS);
    captionColumn = Fields.orEmpty(captionColumn);
    captionColumn.ifPresent(name -> Fields.text("captionColumn", name, 200));
    captionDropout = Fields.orDefault(captionDropout, 0.0);
    Fields.inRange("captionDropout", captionDropout, 0.0, 1.0);
    dataloaderNumWorkers = Fields.orDefault(dataloaderNumWorkers, 0);
    Fields.inRange("dataloaderNumWorkers", dataloaderNumWorkers, 0, 64);
  }

  /** With the defaults for all but these; null for the default of one. */
  public static ImageOptions cropped(Boolean centerCrop, Boolean randomFlip, Integer repeats) {
    return new ImageOptions(centerCrop, randomFlip, repeats, null, Optional.empty(), null, null);
  }
}
