package io.baton.sdxl.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sdxl.image.ImageSize;
import io.baton.sdxl.image.ResampleFilter;
import io.baton.sdxl.training.options.LengthOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrainingSetTest {

  private static final long SEED = 3;

  /** 384 x 256, then five squares of other sizes. */
  private static final List<CaptionedImage> SAMPLES =
      ImageDirectory.images(Path.of("../samples/chelsea"), "a sks cat", Optional.empty());

  @Test
  void instance_rows_come_first_and_then_as_many_class_rows() {
    TrainingSet set = set(2, 3, 1, squares(true, false), 0);
    EpochPlan plan = set.plan(2, 1);
    List<TrainingRow> rows = set.rows(plan, plan.microStep(0), SEED);
    assertThat(rows)
        .extracting(TrainingRow::caption)
        .containsExactly("a sks cat", "a sks cat", "a cat", "a cat");
    assertThat(rows)
        .extracting(row -> row.view().image() < 2)
        .containsExactly(true, true, false, false);
  }

  @Test
  void an_epoch_is_as_long_as_the_longer_of_instances_and_classes() {
    assertThat(set(2, 3, 1, squares(true, false), 0).plan(1, 1).batches()).isEqualTo(3);
    assertThat(set(2, 3, 2, squares(true, false), 0).plan(1, 1).batches()).isEqualTo(4);
    assertThat(set(2, 0, 2, squares(true, false), 0).plan(1, 1).batches()).isEqualTo(4);
  }

  /** The table is there for those who count steps without the images at hand. */
  @Test
  void epochs_make_as_many_steps_as_the_table_of_the_documentation_says() throws Exception {
    List<int[]> rows =
        Files.readAllLines(Path.of("../docs/job-spec.md")).stream()
            .filter(line -> line.matches("\\| \\d+( \\| \\d+){6} \\|"))
            .map(line -> line.substring(2, line.length() - 2).split(" \\| "))
            .map(cells -> Stream.of(cells).mapToInt(Integer::parseInt).toArray())
            .toList();
    assertThat(rows).hasSizeGreaterThan(5);
    for (int[] row : rows) {
      TrainingSet set = set(row[0], row[2], row[1], squares(true, false), 0);
      LengthOptions length = new LengthOptions(row[3], row[4], row[5], OptionalLong.empty());
      assertThat(length.totalSteps(set.plan(row[3], row[4]))).isEqualTo(row[6]);
    }
  }

  @Test
  void the_shorter_of_the_two_is_shown_again() {
    TrainingSet set = set(2, 3, 1, squares(true, false), 0);
    List<Integer> images = imagesOf(set, set.plan(1, 1));
    // rows 0, 1, 2 show instances 0, 1, 0 with classes 2, 3, 4
    assertThat(images).containsExactlyInAnyOrder(0, 2, 1, 3, 0, 4);
    TrainingSet repeated = set(2, 1, 2, squares(true, false), 0);
    assertThat(imagesOf(repeated, repeated.plan(1, 1)))
        .containsExactlyInAnyOrder(0, 2, 0, 2, 1, 2, 1, 2);
  }

  @Test
  void class_rows_have_their_own_size_and_crop_and_are_never_mirrored() {
    // the class image alone is not square
    List<CaptionedImage> sources = List.of(SAMPLES.get(2), SAMPLES.get(0));
    TrainingSet set = set(sources, 1, 1, squares(false, true), 0);
    EpochPlan plan = set.plan(1, 1);
    int mirrored = 0;
    int moved = 0;
    for (int step = 0; step < 40; step++) {
      List<TrainingRow> rows = set.rows(plan, plan.microStep(step), SEED);
      assertThat(rows.get(0).originalSize()).isEqualTo(set.images().originalSize(0));
      assertThat(rows.get(1).originalSize()).isEqualTo(new ImageSize(384, 256));
      assertThat(rows.get(1).view().framing().flipped()).isFalse();
      mirrored += rows.get(0).view().framing().flipped() ? 1 : 0;
      moved += rows.get(1).view().framing().left() > 0 ? 1 : 0;
    }
    assertThat(mirrored).isBetween(8, 32);
    assertThat(moved).isGreaterThan(30);
  }

  @Test
  void the_numbers_for_the_unet_are_original_size_place_and_target_size() {
    Buckets buckets = Buckets.ofArea(64, 32, 128, 16);
    FramingRules rules = new FramingRules(buckets, true, false, ResampleFilter.LANCZOS);
    TrainingSet set = set(SAMPLES.subList(0, 1), 1, 1, rules, 0);
    EpochPlan plan = set.plan(1, 1);
    // 384 x 256 goes to 80 x 48, resized to 80 x 53 and cut to its middle
    assertThat(set.rows(plan, plan.microStep(0), SEED).get(0).timeIds())
        .containsExactly(256, 384, 2, 0, 48, 80);
  }

  @Test
  void a_batch_has_one_size_and_class_images_are_cut_to_it() {
    Buckets buckets = Buckets.ofArea(64, 32, 128, 16);
    FramingRules rules = new FramingRules(buckets, false, true, ResampleFilter.LANCZOS);
    TrainingSet set = set(4, 2, 3, rules, 0);
    EpochPlan plan = set.plan(2, 1);
    for (int step = 0; step < plan.batches(); step++) {
      List<TrainingRow> rows = set.rows(plan, plan.microStep(step), SEED);
      assertThat(rows)
          .extracting(row -> row.view().framing().size())
          .containsOnly(rows.get(0).view().framing().size());
      rows.forEach(
          row ->
              assertThat(set.images().pixels(row.view()))
                  .hasSize(
                      3
                          * row.view().framing().size().width()
                          * row.view().framing().size().height()));
    }
  }

  @Test
  void captions_are_dropped_with_their_probability() {
    TrainingSet set = set(1, 0, 1, squares(true, false), 0.3);
    EpochPlan plan = set.plan(1, 1);
    long dropped =
        LongStream.range(0, 1000)
            .filter(step -> set.rows(plan, plan.microStep(step), SEED).get(0).caption().isEmpty())
            .count();
    assertThat(dropped).isBetween(250L, 350L);
    assertThat(set.captions()).contains("");
    assertThat(set(1, 0, 1, squares(true, false), 0).captions()).doesNotContain("");
  }

  @Test
  void a_view_comes_again_where_nothing_is_drawn() {
    TrainingSet centred = set(2, 0, 1, squares(true, true), 0);
    TrainingSet drawn = set(2, 0, 1, squares(false, true), 0);
    EpochPlan plan = drawn.plan(2, 1);
    for (TrainingRow row : drawn.rows(plan, plan.microStep(0), SEED)) {
      assertThat(centred.recurs(row.view())).isTrue();
      // the first image is not square
      assertThat(drawn.recurs(row.view())).isEqualTo(row.view().image() != 0);
    }
  }

  private static List<Integer> imagesOf(TrainingSet set, EpochPlan plan) {
    List<Integer> images = new ArrayList<>();
    for (int step = 0; step < plan.batches(); step++) {
      set.rows(plan, plan.microStep(step), SEED).forEach(row -> images.add(row.view().image()));
    }
    return images;
  }

  private static FramingRules squares(boolean centred, boolean flipping) {
    return new FramingRules(Buckets.square(64), centred, flipping, ResampleFilter.LANCZOS);
  }

  private static TrainingSet set(
      int instances, int classes, int repeats, FramingRules rules, double captionDropout) {
    List<CaptionedImage> sources = new ArrayList<>(SAMPLES.subList(0, instances));
    for (CaptionedImage sample : SAMPLES.subList(instances, instances + classes)) {
      sources.add(new CaptionedImage(sample.file(), "a cat"));
    }
    return set(sources, instances, repeats, rules, captionDropout);
  }

  private static TrainingSet set(
      List<CaptionedImage> sources,
      int instances,
      int repeats,
      FramingRules rules,
      double captionDropout) {
    try (ImageWorkers workers = ImageWorkers.start(0)) {
      PreparedImages images = PreparedImages.prepare(sources, rules, 1 << 30, workers);
      return new TrainingSet(images, instances, repeats, rules, captionDropout);
    }
  }
}
