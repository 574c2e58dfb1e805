package io.baton.sync.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestJsonTest {
  private static final ObjectKey KEY = new ObjectKey("run/checkpoint-20/manifest.json");
  private static final String SHA = "0".repeat(64);

  private static Manifest read(String json) {
    return ManifestJson.read(KEY, json.getBytes(StandardCharsets.UTF_8));
  }

  private static String file(String path, String key) {
    return "{\"path\":\"%s\",\"size\":1,\"sha256\":\"%s\",\"key\":\"%s\"}"
        .formatted(path, SHA, key);
  }

  private static String manifest(String... files) {
    return "{\"version\":1,\"step\":20,\"files\":[" + String.join(",", files) + "]}";
  }

  /** The reason must be the one that is looked for, not the missing checksum. */
  private static void assertInvalidBecause(String reason, String json) {
    assertThatThrownBy(() -> read(json)).hasMessageContaining(reason);
    assertInvalid(json);
  }

  private static void assertInvalid(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            SyncException.class, e -> assertThat(e.error()).isEqualTo(SyncError.MANIFEST_INVALID))
        .hasMessageStartingWith("The manifest run/checkpoint-20/manifest.json is not valid: ");
  }

  @Test
  void what_is_written_reads_the_same() {
    Manifest manifest =
        new Manifest(
            20,
            List.of(
                new ManifestFile(new RelativePath("states/ünï"), 7L << 40, new Sha256(SHA), KEY),
                new ManifestFile(new RelativePath("a"), 0, new Sha256(SHA), KEY)));
    assertThat(ManifestJson.read(KEY, ManifestJson.write(manifest))).isEqualTo(manifest);
  }

  @Test
  void the_same_checkpoint_always_gives_the_same_bytes() {
    ManifestFile a = new ManifestFile(new RelativePath("a"), 1, new Sha256(SHA), KEY);
    ManifestFile b = new ManifestFile(new RelativePath("b"), 1, new Sha256(SHA), KEY);
    assertThat(ManifestJson.write(new Manifest(1, List.of(a, b))))
        .isEqualTo(ManifestJson.write(new Manifest(1, List.of(b, a))));
  }

  @Test
  void fields_of_later_minor_changes_are_ignored() {
    String good = good();
    assertThat(read(good.replaceFirst("\\{", "{\"loss\":0.1,")).files()).hasSize(2);
    assertThat(read(good.replace("\"path\"", "\"more\":{},\"path\"")).files()).hasSize(2);
  }

  private static String good() {
    return new String(
        ManifestJson.write(
            new Manifest(
                20,
                List.of(
                    new ManifestFile(new RelativePath("a.b"), 1, new Sha256(SHA), KEY),
                    new ManifestFile(new RelativePath("a/b"), 1, new Sha256(SHA), KEY)))),
        StandardCharsets.UTF_8);
  }

  @Test
  void a_changed_value_is_noticed_by_the_checksum() {
    assertThat(read(good()).step()).isEqualTo(20);
    assertInvalid(good().replace("a.b", "a.c"));
    assertInvalid(good().replace(": 20", ": 21"));
    assertInvalid(good().replaceFirst("\"size\" : 1", "\"size\" : 2"));
    assertInvalid(good().replaceFirst("checkpoint-20", "checkpoint-10"));
    assertInvalid(good().replace("checksum", "checksam"));
  }

  @Test
  void no_flipped_bit_changes_what_a_manifest_says() {
    for (byte[] bytes : List.of(good().getBytes(StandardCharsets.UTF_8), encoded())) {
      Manifest manifest = ManifestJson.read(KEY, bytes);
      for (int bit = 0; bit < bytes.length * 8; bit++) {
        byte[] damaged = bytes.clone();
        damaged[bit / 8] ^= (byte) (1 << (bit % 8));
        try {
          assertThat(ManifestJson.read(KEY, damaged)).as("bit %d", bit).isEqualTo(manifest);
        } catch (SyncException e) {
          assertThat(e.error()).isEqualTo(SyncError.MANIFEST_INVALID);
        }
      }
    }
  }

  /** Of version 2. */
  private static byte[] encoded() {
    ManifestFile plain = new ManifestFile(new RelativePath("a"), 1, new Sha256(SHA), KEY);
    return ManifestJson.write(
        new Manifest(
            20,
            List.of(
                plain,
                new ManifestFile(
                    new RelativePath("b"),
                    100,
                    new Sha256(SHA),
                    KEY,
                    Optional.of(new EncodedAs(Encoding.SHUFFLED_ZSTD, 80, new Sha256(SHA))))),
            OptionalDouble.of(0.125)));
  }

  @Test
  void an_encoding_and_a_loss_read_the_same() {
    Manifest manifest = ManifestJson.read(KEY, encoded());
    assertThat(manifest.version()).isEqualTo(2);
    assertThat(manifest.loss()).hasValue(0.125);
    assertThat(manifest.bytes()).isEqualTo(101);
    assertThat(manifest.storedBytes()).isEqualTo(81);
    assertThat(ManifestJson.write(manifest)).isEqualTo(encoded());
  }

  @Test
  void a_manifest_that_says_nothing_new_is_one_that_old_programs_read() {
    assertThat(good()).contains("\"version\" : 1");
  }

  @Test
  void a_later_version_is_told_from_damage() {
    String later = good().replace("\"version\" : 1", "\"version\" : 3");
    String before = later.substring(0, later.indexOf("\"checksum\""));
    String whole =
        before + "\"checksum\":\"" + Sha256.of(before.getBytes(StandardCharsets.UTF_8)) + "\"}";
    assertThatThrownBy(() -> read(whole))
        .isInstanceOfSatisfying(
            SyncException.class, e -> assertThat(e.error()).isEqualTo(SyncError.MANIFEST_TOO_NEW))
        .hasMessageContaining("has version 3, this program reads versions up to 2");
    assertInvalid(later);
  }

  @Test
  void an_encoding_that_is_not_known_is_refused() {
    String other = new String(encoded(), StandardCharsets.UTF_8).replace("shuffled-zstd", "lzma");
    String before = other.substring(0, other.indexOf("\"checksum\""));
    assertInvalidBecause(
        "the encoding 'lzma' is not known",
        before + "\"checksum\":\"" + Sha256.of(before.getBytes(StandardCharsets.UTF_8)) + "\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside",
        "a/../../outside",
        "/etc/passwd",
        "a//b",
        "./a",
        "a/.",
        "",
        "a/",
        "..",
        "a\\\\..\\\\b",
        "C:/windows",
        "a\\u0000b",
        "a\\nb"
      })
  void a_path_that_could_leave_the_checkpoint_is_refused(String path) {
    assertInvalidBecause("path", manifest(file(path, "k")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../other-job/secret", "/absolute", "a//b", "", "a/./b", "a\\u0000"})
  void a_key_that_could_leave_the_store_is_refused(String key) {
    assertInvalidBecause("is no object key", manifest(file("a", key)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "17",
        "{}",
        "{\"version\":2,\"step\":20,\"files\":[]}",
        "{\"version\":1,\"step\":20,\"files\":[]}",
        "{\"version\":1,\"step\":20,\"files\":{}}",
        "{\"version\":1,\"step\":20,\"files\":[null]}",
        "{\"version\":1,\"step\":20.5,\"files\":[]}",
        "{\"version\":1,\"step\":99999999999,\"files\":[]}",
        "{\"version\":\"1\",\"step\":20,\"files\":[]}",
        "{\"version\":1,\"version\":1,\"step\":20,\"files\":[]}"
      })
  void what_is_no_manifest_is_refused(String json) {
    assertInvalid(json);
  }

  @Test
  void sizes_digests_and_steps_must_make_sense() {
    assertInvalid(good().replace("\"size\" : 1", "\"size\" : -1"));
    assertInvalid(good().replace("\"size\" : 1", "\"size\" : 1e3"));
    assertInvalid(good().replace("\"size\" : 1", "\"size\" : 99999999999999999999"));
    assertInvalid(good().replace(SHA, SHA.substring(1)));
    assertInvalid(good().replace(SHA, "G".repeat(64)));
    assertInvalid(good().replace("\"step\" : 20", "\"step\" : -1"));
    assertInvalid(good() + "trailing");
  }

  @Test
  void two_files_may_not_have_one_place() {
    assertInvalidBecause("twice", manifest(file("a", "k"), file("a", "l")));
    assertInvalidBecause("as a directory", manifest(file("a", "k"), file("a/b", "l")));
  }

  @Test
  void a_manifest_without_end_is_refused_and_not_swallowed() {
    assertInvalid("[".repeat(100_000));
    assertInvalid("{\"a\":".repeat(100_000));
  }
}
