package io.baton.api.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ManifestObjectsTest {
  private static final byte[] MANIFEST =
      """
      {"version": 2, "step": 20, "files": [
        {"path": "plain", "size": 1, "sha256": "a", "key": "jobs/j/plain"},
        {"path": "packed", "size": 9, "sha256": "b", "key": "jobs/j/packed",
          "encoded": {"as": "zstd", "size": 3, "sha256": "c"}}]}
      """
          .getBytes(StandardCharsets.UTF_8);

  @Test
  void an_object_that_is_not_the_file_is_offered_to_nobody() {
    assertThat(ManifestObjects.entriesIn(MANIFEST))
        .containsExactly(new ManifestEntry("plain", 1, "a", "jobs/j/plain"));
  }

  @Test
  void every_object_that_a_manifest_names_is_spared() {
    assertThat(ManifestObjects.keysIn(MANIFEST))
        .containsExactlyInAnyOrder("jobs/j/plain", "jobs/j/packed");
  }
}
