package io.baton.sync.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.sync.local.CompletenessRule.Verdict;
import io.baton.sync.local.Settling.Assessment;
import io.baton.sync.local.Settling.Snapshot;
import io.baton.sync.manifest.RelativePath;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CompletenessTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final CompletenessRule ACCELERATE = CompletenessRule.accelerate(SETTLE);
  private static final LocalCheckpoint CHECKPOINT =
      new LocalCheckpoint(20, Path.of("checkpoint-20"));

  private static LocalFile file(String path, long size, long second) {
    return new LocalFile(
        new RelativePath(path),
        Path.of("checkpoint-20", path),
        size,
        FileTime.from(START.plusSeconds(second)));
  }

  private static List<LocalFile> files(String... paths) {
    return List.of(paths).stream().map(path -> file(path, 1, 0)).toList();
  }

  private static List<LocalCheckpoint> complete(Settling settling, List<LocalFile> files, int at) {
    return settling
        .assess(List.of(new Snapshot(CHECKPOINT, files)), START.plusSeconds(at))
        .complete();
  }

  private static List<String> writtenByAccelerate(boolean scaler) {
    List<String> order =
        new ArrayList<>(
            List.of("pytorch_lora_weights.safetensors", "optimizer.bin", "scheduler.bin"));
    if (scaler) {
      order.add("scaler.pt");
    }
    order.add("random_states_0.pkl");
    return order;
  }

  @Property
  void what_accelerate_writes_in_place_is_complete_when_its_last_file_has_settled(
      @ForAll boolean scaler, @ForAll boolean found, @ForAll @IntRange(min = 1, max = 9) int pace) {
    CompletenessRule rule = found ? CompletenessRule.automatic(SETTLE) : ACCELERATE;
    Settling settling = new Settling(rule);
    List<LocalFile> files = new ArrayList<>();
    int now = 0;
    for (String path : writtenByAccelerate(scaler)) {
      files.add(file(path, 100, now));
      boolean last = path.equals("random_states_0.pkl");
      boolean onlyWeights = files.size() == 1;
      for (int grows = 0; grows < pace; grows++, now++) {
        files.set(files.size() - 1, file(path, 100 + grows, now));
        assertThat(complete(settling, files, now)).isEmpty();
      }
      // However long it takes to get on; nothing but weights may be all that another trainer
      // writes.
      if (!last && !onlyWeights) {
        assertThat(complete(settling, files, now + 1000)).isEmpty();
      }
    }
    assertThat(complete(settling, files, now)).isEmpty();
    assertThat(complete(settling, files, now + 1)).containsExactly(CHECKPOINT);
  }

  @Test
  void a_change_of_any_file_starts_the_time_anew() {
    Settling settling = new Settling(CompletenessRule.files(List.of("a*", "sub/*.pt"), SETTLE));
    List<LocalFile> first = List.of(file("a1", 1, 0), file("sub/x.pt", 1, 0), file("other", 1, 0));
    List<LocalFile> touched =
        List.of(file("a1", 1, 0), file("sub/x.pt", 1, 0), file("other", 1, 1));
    assertThat(complete(settling, first, 0)).isEmpty();
    assertThat(complete(settling, touched, 1)).isEmpty();
    assertThat(complete(settling, touched, 2)).isEmpty();
    assertThat(complete(settling, touched, 3)).containsExactly(CHECKPOINT);
  }

  @Test
  void it_says_when_to_look_again_and_what_is_missing() {
    Settling settling = new Settling(ACCELERATE);
    Assessment all =
        settling.assess(
            List.of(
                new Snapshot(CHECKPOINT, files(writtenByAccelerate(true).toArray(String[]::new))),
                new Snapshot(
                    new LocalCheckpoint(40, Path.of("checkpoint-40")),
                    files("unet/model.safetensors", "optimizer.bin"))),
            START);
    assertThat(all.lookAgain()).contains(START.plus(SETTLE));
    assertThat(all.incomplete())
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.missing()).containsExactly("scheduler.bin", "random_states_0.pkl"));
  }

  @Test
  void what_is_renamed_into_place_is_complete_at_once() {
    assertThat(complete(new Settling(CompletenessRule.renamed()), files("anything"), 0))
        .containsExactly(CHECKPOINT);
    Settling found = new Settling(CompletenessRule.automatic(SETTLE));
    assertThat(
            complete(
                found,
                files("pytorch_lora_weights.safetensors", "optimizer.safetensors", "progress.json"),
                0))
        .containsExactly(CHECKPOINT);
  }

  @Test
  void nothing_but_weights_may_be_the_beginning_of_more() {
    Settling found = new Settling(CompletenessRule.automatic(SETTLE));
    assertThat(complete(found, files("pytorch_lora_weights.safetensors"), 0)).isEmpty();
    assertThat(complete(found, files("pytorch_lora_weights.safetensors"), 2)).hasSize(1);
    assertThat(CompletenessRule.automatic(SETTLE).judge(List.of()))
        .isInstanceOf(Verdict.Misses.class);
  }

  @Test
  void rules_that_say_nothing_are_refused() {
    assertThatThrownBy(() -> CompletenessRule.files(List.of(), SETTLE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CompletenessRule.files(List.of("a"), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CompletenessRule.files(List.of("{a"), SETTLE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
