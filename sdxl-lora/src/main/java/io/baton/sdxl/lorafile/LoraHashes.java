package io.baton.sdxl.lorafile;

import io.baton.sdxl.safetensors.SafetensorsWriter;
import io.baton.sdxl.safetensors.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The two hashes by which the web interfaces know a LoRA. Both are of the file as it would be with
 * the notes about training alone.
 *
 * @param model SHA-256 of all tensors' bytes, in hex
 * @param legacy first 8 digits of the SHA-256 of the 64 KiB from 1 MiB on
 */
record LoraHashes(String model, String legacy) {

  private static final long LEGACY_BEGIN = 0x100000;
  private static final long LEGACY_END = LEGACY_BEGIN + 0x10000;
  private static final int LEGACY_DIGITS = 8;

  static LoraHashes of(List<TensorSource> tensors, Map<String, String> training)
      throws IOException {
    DigestChannel channel = new DigestChannel();
    SafetensorsWriter.write(channel, tensors, training);
    HexFormat hex = HexFormat.of();
    return new LoraHashes(
        hex.formatHex(channel.model.digest()),
        hex.formatHex(channel.legacy.digest()).substring(0, LEGACY_DIGITS));
  }

  /** Digests what a file would hold. */
  private static final class DigestChannel implements WritableByteChannel {

    private final MessageDigest model = sha256();
    private final MessageDigest legacy = sha256();
    private long position;
    private long dataBegin = -1;

    @Override
    public int write(ByteBuffer source) {
      if (dataBegin < 0) {
        // The header comes first, in one piece.
        dataBegin = source.remaining();
      }
      int count = source.remaining();
      update(model, source, dataBegin, Long.MAX_VALUE);
      update(legacy, source, LEGACY_BEGIN, LEGACY_END);
      source.position(source.limit());
      position += count;
      return count;
    }

    /**
     * The bytes of {@code source} whose place in the file is from {@code begin} up to {@code end}.
     */
    private void update(MessageDigest digest, ByteBuffer source, long begin, long end) {
      long from = Math.max(begin - position, 0);
      long to = Math.min(end - position, source.remaining());
      if (from < to) {
        digest.update(source.slice(source.position() + (int) from, (int) (to - from)));
      }
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
