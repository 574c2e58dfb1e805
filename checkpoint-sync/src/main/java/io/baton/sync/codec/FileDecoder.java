package io.baton.sync.codec;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import io.baton.sync.SyncException;
import io.baton.sync.manifest.Encoding;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes files of encoded ones. What it reads may be anybody's: it takes at most 16 MiB of memory,
 * and writes no more than it was told that the file has.
 */
public final class FileDecoder {
  /** Of zstd's window, as a power of 2: 8 MiB, and the encoder uses less. */
  private static final int LARGEST_WINDOW = 23;

  private FileDecoder() {}

  /** The encoded bytes are not what an encoder writes, or make another length. */
  public static final class NotDecodableException extends Exception {
    private static final long serialVersionUID = 1L;

    NotDecodableException(String message) {
      super(message);
    }
  }

  /**
   * @param target made or replaced
   * @param size bytes that the file must have
   */
  public static void decode(Encoding encoding, Path encoded, Path target, long size)
      throws NotDecodableException {
    try (InputStream stored = new BufferedInputStream(Files.newInputStream(encoded), 1 << 16);
        ZstdInputStream frame = new ZstdInputStream(stored);
        OutputStream file = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
      frame.setLongMax(LARGEST_WINDOW);
      long written =
          switch (encoding) {
            case ZSTD -> copy(frame, file, size);
            case SHUFFLED_ZSTD -> restore(new DataInputStream(frame), file, size);
          };
      if (written != size) {
        throw new NotDecodableException("it makes " + written + " bytes instead of " + size);
      }
    } catch (ZstdIOException e) {
      throw new NotDecodableException("zstd says: " + e.getMessage());
    } catch (IOException e) {
      throw SyncException.local("decoding", encoded, e);
    }
  }

  private static long copy(InputStream frame, OutputStream file, long size)
      throws IOException, NotDecodableException {
    byte[] block = new byte[Blocks.BYTES];
    long written = 0;
    for (int length = frame.read(block); length >= 0; length = frame.read(block)) {
      written = add(written, length, size);
      file.write(block, 0, length);
    }
    return written;
  }

  private static long restore(DataInputStream frame, OutputStream file, long size)
      throws IOException, NotDecodableException {
    byte[] sorted = new byte[Blocks.BYTES];
    byte[] block = new byte[Blocks.BYTES];
    long written = 0;
    try {
      for (int bytes = frame.read(); bytes >= 0; bytes = frame.read()) {
        int length = frame.readInt();
        NumberWidth width = NumberWidth.of(bytes).orElse(null);
        if (width == null || length < 1 || length > Blocks.BYTES) {
          throw new NotDecodableException("it has a block that no encoder writes");
        }
        frame.readFully(sorted, 0, length);
        width.restore(sorted, length, block);
        written = add(written, length, size);
        file.write(block, 0, length);
      }
    } catch (EOFException e) {
      throw new NotDecodableException("it ends inside a block");
    }
    return written;
  }

  private static long add(long written, int more, long size) throws NotDecodableException {
    if (written + more > size) {
      throw new NotDecodableException("it makes more than the " + size + " bytes of the file");
    }
    return written + more;
  }
}
