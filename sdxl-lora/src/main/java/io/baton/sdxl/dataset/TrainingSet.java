package io.baton.sdxl.dataset;

import io.baton.sdxl.dataset.EpochPlan.MicroStep;
import io.baton.sdxl.image.Framing;
import io.baton.sdxl.image.ImageSize;
import io.baton.sdxl.random.Purpose;
import io.baton.sdxl.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Images of the subject and, for prior preservation, of its class, and what each row of a
 * micro-step sees of them.
 *
 * <p>An epoch has as many rows as there are instance images times repeats, or class images where
 * those are more. Row i shows instance image ⌊i mod (images · repeats) / repeats⌋ and class image i
 * mod (class images). A micro-step has all its instance rows first, then as many class rows. Class
 * rows are cut to the size of their batch, whatever their own aspect ratio, and never mirrored.
 */
public final class TrainingSet {

  private final PreparedImages images;
  private final int instances;
  private final int repeats;
  private final FramingRules framing;
  private final double captionDropout;

  /**
   * @param images the instance images, then the class images
   * @param instances how many of them are instance images, 1 or more
   * @param repeats how often an epoch shows each instance image, at least
   * @param captionDropout probability that a row loses its caption
   */
  public TrainingSet(
      PreparedImages images,
      int instances,
      int repeats,
      FramingRules framing,
      double captionDropout) {
    if (instances < 1 || instances > images.size() || repeats < 1) {
      throw new IllegalArgumentException(
          "%d of %d images %d times".formatted(instances, images.size(), repeats));
    }
    this.images = images;
    this.instances = instances;
    this.repeats = repeats;
    this.framing = framing;
    this.captionDropout = captionDropout;
  }

  public PreparedImages images() {
    return images;
  }

  /** The order of this set's rows. */
  public EpochPlan plan(int batchSize, int accumulation) {
    int[] buckets = new int[rows()];
    for (int row = 0; row < buckets.length; row++) {
      buckets[row] = bucket(instanceOf(row));
    }
    return EpochPlan.ofBuckets(buckets, batchSize, accumulation);
  }

  /** Rows of a micro-step, as a function of the plan, the step and the seed alone. */
  public List<TrainingRow> rows(EpochPlan plan, MicroStep step, long seed) {
    int[] numbers = plan.rowsOf(step, seed);
    ImageSize size = framing.buckets().sizes().get(bucket(instanceOf(numbers[0])));
    List<TrainingRow> rows = new ArrayList<>();
    for (int number : numbers) {
      rows.add(row(instanceOf(number), framing.flipping(), size, seed, step.index(), rows.size()));
    }
    if (classes() > 0) {
      for (int number : numbers) {
        int image = instances + number % classes();
        rows.add(row(image, false, size, seed, step.index(), rows.size()));
      }
    }
    return rows;
  }

  /** Whether a view comes again: its image has no other views than this and its mirror image. */
  public boolean recurs(View view) {
    ImageSize size = view.framing().size();
    return framing.centred() || images.originalSize(view.image()).covering(size).equals(size);
  }

  /** How many images have views that come again, at the sizes of their own buckets. */
  public int recurringImages() {
    int recurring = 0;
    for (int image = 0; image < images.size(); image++) {
      ImageSize size = framing.buckets().sizes().get(bucket(image));
      boolean fixed = images.originalSize(image).covering(size).equals(size);
      recurring += framing.centred() || fixed ? 1 : 0;
    }
    return recurring;
  }

  /** The captions that rows may have, in the images' order. */
  public List<String> captions() {
    List<String> captions = new ArrayList<>(images.captions());
    if (captionDropout > 0) {
      captions.add("");
    }
    return captions;
  }

  private TrainingRow row(
      int image, boolean flipping, ImageSize size, long seed, long microStep, int row) {
    ImageSize original = images.originalSize(image);
    ImageSize resized = original.covering(size);
    boolean flipped =
        flipping && new RandomStream(seed, Purpose.FLIP, microStep, row).uniform(0) < 0.5;
    Framing part =
        framing.centred()
            ? Framing.centre(resized, size, flipped)
            : Framing.random(
                resized, size, new RandomStream(seed, Purpose.CROP, microStep, row), flipped);
    boolean dropped =
        captionDropout > 0
            && new RandomStream(seed, Purpose.CAPTION_DROPOUT, microStep, row).uniform(0)
                < captionDropout;
    return new TrainingRow(new View(image, part), original, dropped ? "" : images.caption(image));
  }

  private int bucket(int image) {
    return framing.buckets().nearest(images.originalSize(image));
  }

  private int rows() {
    return Math.max(Math.multiplyExact(instances, repeats), classes());
  }

  private int classes() {
    return images.size() - instances;
  }

  private int instanceOf(int row) {
    return row % (instances * repeats) / repeats;
  }
}
