package io.baton.sync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.baton.sync.codec.FileDecoder.NotDecodableException;
import io.baton.sync.manifest.EncodedAs;
import io.baton.sync.manifest.Encoding;
import io.baton.sync.manifest.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodecTest {
  @TempDir Path directory;
  private final FileEncoder encoder = new FileEncoder();

  /**
   * Trained numbers are about this: many sizes, all near each other, with noise in the low bits.
   */
  private static byte[] floats(int count, long seed) {
    Random random = new Random(seed);
    ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int number = 0; number < count; number++) {
      bytes.putFloat((float) (random.nextGaussian() * 0.01));
    }
    return bytes.array();
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(directory.resolve("file"), content);
  }

  private EncodedAs encode(Encoding encoding, byte[] content) throws IOException {
    return encoder.encode(encoding, file(content), directory.resolve("encoded"));
  }

  private byte[] decode(Encoding encoding, long size) throws Exception {
    Path target = directory.resolve("decoded");
    FileDecoder.decode(encoding, directory.resolve("encoded"), target, size);
    return Files.readAllBytes(target);
  }

  @Test
  void a_file_comes_back_from_either_encoding() throws Exception {
    byte[] content = floats((5 << 20) / 4 + 3, 1);
    byte[] odd = Arrays.copyOf(content, content.length - 3);
    for (byte[] each : new byte[][] {content, odd, new byte[0], {1}, new byte[3 << 20]}) {
      for (Encoding encoding : Encoding.values()) {
        EncodedAs encoded = encode(encoding, each);
        assertThat(encoded.size()).isEqualTo(Files.size(directory.resolve("encoded")));
        assertThat(encoded.sha256()).isEqualTo(Sha256.of(directory.resolve("encoded")));
        assertThat(decode(encoding, each.length)).isEqualTo(each);
      }
    }
  }

  @Property(tries = 200)
  void sorting_bytes_by_their_place_is_undone(
      @ForAll @Size(max = 100) byte[] content, @ForAll NumberWidth width) {
    byte[] sorted = new byte[content.length];
    byte[] restored = new byte[content.length];
    width.sort(content, content.length, sorted);
    width.restore(sorted, content.length, restored);
    assertThat(restored).isEqualTo(content);
  }

  @Test
  void sorting_makes_trained_floats_smaller_than_zstd_alone() throws Exception {
    byte[] content = floats(1 << 20, 2);
    assertThat(encode(Encoding.SHUFFLED_ZSTD, content).size())
        .isLessThan(encode(Encoding.ZSTD, content).size() * 95 / 100);
    Estimate estimate = encoder.estimate(file(content));
    assertThat(estimate.encoding()).isEqualTo(Encoding.SHUFFLED_ZSTD);
    assertThat(estimate.share() * content.length)
        .isCloseTo(
            encode(Encoding.SHUFFLED_ZSTD, content).size(),
            org.assertj.core.data.Percentage.withPercentage(3));
  }

  @Test
  void noise_and_text_are_not_sorted() throws Exception {
    byte[] noise = new byte[2 << 20];
    new Random(3).nextBytes(noise);
    assertThat(encoder.estimate(file(noise)).share()).isGreaterThan(0.99);
    Estimate text = encoder.estimate(file("a line of a log\n".repeat(10_000).getBytes()));
    assertThat(text.encoding()).isEqualTo(Encoding.ZSTD);
    assertThat(text.share()).isLessThan(0.1);
    assertThat(encoder.estimate(file(new byte[0])).share()).isEqualTo(1);
  }

  @Test
  void the_same_file_always_gives_the_same_bytes() throws Exception {
    byte[] content = floats(1 << 19, 4);
    assertThat(
            new FileEncoder().encode(Encoding.SHUFFLED_ZSTD, file(content), directory.resolve("a")))
        .isEqualTo(encode(Encoding.SHUFFLED_ZSTD, content));
  }

  @Property(tries = 200)
  void damage_is_refused_or_makes_no_more_than_the_file(
      @ForAll @IntRange(max = 100_000) int position, @ForAll @IntRange(min = 1, max = 255) int flip)
      throws IOException {
    Path folder = Files.createTempDirectory("codec");
    Path encoded = folder.resolve("encoded");
    byte[] content = floats(10_000, 5);
    encoder.encode(Encoding.SHUFFLED_ZSTD, Files.write(folder.resolve("file"), content), encoded);
    byte[] bytes = Files.readAllBytes(encoded);
    bytes[position % bytes.length] ^= (byte) flip;
    Files.write(encoded, bytes);
    Path target = folder.resolve("target");
    try {
      FileDecoder.decode(Encoding.SHUFFLED_ZSTD, encoded, target, content.length);
      // zstd's own checksum of what a frame makes leaves only fields that mean nothing.
      assertThat(target).hasBinaryContent(content);
    } catch (NotDecodableException e) {
      assertThat(e.getMessage()).isNotBlank();
      assertThat(Files.size(target)).isLessThanOrEqualTo(content.length);
    } finally {
      for (Path each : new Path[] {encoded, folder.resolve("file"), target, folder}) {
        Files.deleteIfExists(each);
      }
    }
  }

  @Test
  void a_bomb_ends_at_the_files_size_and_another_length_is_refused() throws Exception {
    Files.write(directory.resolve("encoded"), Zstd.compress(new byte[50 << 20]));
    assertThatThrownBy(() -> decode(Encoding.ZSTD, 1000))
        .isInstanceOf(NotDecodableException.class)
        .hasMessageContaining("more than the 1000 bytes");
    assertThat(Files.size(directory.resolve("decoded"))).isLessThanOrEqualTo(1000);
    assertThatThrownBy(() -> decode(Encoding.ZSTD, 60 << 20))
        .isInstanceOf(NotDecodableException.class);
    Files.write(directory.resolve("encoded"), "no zstd".getBytes());
    for (Encoding encoding : Encoding.values()) {
      assertThatThrownBy(() -> decode(encoding, 1000)).isInstanceOf(NotDecodableException.class);
    }
  }

  @Test
  void encoding_pays_below_the_bandwidth_at_which_it_saves_more_time_than_it_takes() {
    // 300 MB/s, 20 % saved: pays below 60 MB/s.
    assertThat(CompressionDecision.paysBelow(0.8, 300e6))
        .isCloseTo(60e6, org.assertj.core.data.Offset.offset(1.0));
    assertThat(CompressionDecision.pays(0.8, 300e6, OptionalDouble.of(59e6))).isTrue();
    assertThat(CompressionDecision.pays(0.8, 300e6, OptionalDouble.of(61e6))).isFalse();
    assertThat(CompressionDecision.pays(0.8, 300e6, OptionalDouble.empty())).isFalse();
    assertThat(CompressionDecision.pays(0.96, 300e6, OptionalDouble.of(1e3))).isFalse();
  }
}
