package io.baton.sync.codec;

import com.github.luben.zstd.ZstdOutputStream;
import io.baton.sync.SyncException;
import io.baton.sync.manifest.EncodedAs;
import io.baton.sync.manifest.Encoding;
import io.baton.sync.manifest.Sha256;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Encodes files. A {@link Encoding#SHUFFLED_ZSTD} object is a zstd frame of blocks, each of them a
 * byte with the width of its numbers (1, 2, 4 or 8), its length as four bytes (most significant
 * first), and so many bytes, sorted. The same file always gives the same bytes. Not for several
 * threads at a time; takes about 3 MiB of memory, whatever the file's size.
 */
public final class FileEncoder {
  private static final int SAMPLED_BLOCKS = 8;

  private final Blocks blocks = new Blocks();
  private final byte[] block = new byte[Blocks.BYTES];
  private final byte[] sorted = new byte[Blocks.BYTES];

  /** Looks at up to eight blocks of 1 MiB, spread over the file. */
  public Estimate estimate(Path file) {
    try (FileChannel content = FileChannel.open(file, StandardOpenOption.READ)) {
      long count = (content.size() + Blocks.BYTES - 1) / Blocks.BYTES;
      long sampled = Math.min(count, SAMPLED_BLOCKS);
      double share = 0;
      Encoding encoding = Encoding.ZSTD;
      for (long sample = 0; sample < sampled; sample++) {
        int length = read(content, sample * count / sampled * Blocks.BYTES);
        Blocks.Choice choice = blocks.choose(block, length);
        share += choice.share() / sampled;
        if (choice.width() != NumberWidth.ONE) {
          encoding = Encoding.SHUFFLED_ZSTD;
        }
      }
      return new Estimate(encoding, sampled == 0 ? 1 : Math.min(1, share));
    } catch (IOException e) {
      throw SyncException.local("reading", file, e);
    }
  }

  private int read(FileChannel content, long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(block);
    while (buffer.hasRemaining() && content.read(buffer, position + buffer.position()) >= 0) {
      // A read may give less than the block.
    }
    return buffer.position();
  }

  /** Writes the encoded file, which is made or replaced. */
  public EncodedAs encode(Encoding encoding, Path file, Path target) {
    try (InputStream content = Files.newInputStream(file);
        Sha256.Writing stored =
            Sha256.writing(new BufferedOutputStream(Files.newOutputStream(target), 1 << 16))) {
      encode(encoding, content, stored);
      return new EncodedAs(encoding, stored.count(), stored.sha256());
    } catch (IOException e) {
      throw SyncException.local("encoding", file, e);
    }
  }

  private void encode(Encoding encoding, InputStream content, OutputStream stored)
      throws IOException {
    try (ZstdOutputStream frame = new ZstdOutputStream(stored, Blocks.LEVEL)) {
      frame.setChecksum(true);
      switch (encoding) {
        case ZSTD -> content.transferTo(frame);
        case SHUFFLED_ZSTD -> shuffle(content, new DataOutputStream(frame));
      }
    }
  }

  private void shuffle(InputStream content, DataOutputStream frame) throws IOException {
    for (int length = content.readNBytes(block, 0, block.length);
        length > 0;
        length = content.readNBytes(block, 0, block.length)) {
      NumberWidth width = blocks.choose(block, length).width();
      width.sort(block, length, sorted);
      frame.writeByte(width.bytes());
      frame.writeInt(length);
      frame.write(sorted, 0, length);
    }
    frame.flush();
  }
}
