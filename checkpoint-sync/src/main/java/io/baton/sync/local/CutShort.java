package io.baton.sync.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sync.SyncException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;

/**
 * Finds files whose writer was killed in the middle, of the formats that tell where they end:
 * safetensors by its header, torch's archives (zip) by the record that comes last.
 */
final class CutShort {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** safetensors' own limit. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final int ZIP_BEGIN = 0x04034b50;
  private static final int ZIP_END = 0x06054b50;
  private static final int ZIP_END_BYTES = 22;

  private CutShort() {}

  static boolean isCutShort(LocalFile file) {
    String path = file.path().value();
    try (FileChannel content = FileChannel.open(file.file(), StandardOpenOption.READ)) {
      return path.endsWith(".safetensors") ? isShortSafetensors(content) : isShortZip(content);
    } catch (NoSuchFileException e) {
      // It is being deleted: whoever reads it finds out.
      return false;
    } catch (IOException e) {
      throw SyncException.local("reading", file.file(), e);
    }
  }

  /** Eight bytes with the header's length n, n bytes of JSON, and the tensors' bytes. */
  private static boolean isShortSafetensors(FileChannel content) throws IOException {
    ByteBuffer start = read(content, 0, 8);
    if (start.remaining() < 8) {
      return true;
    }
    long length = start.getLong();
    if (length < 0 || length > LONGEST_HEADER || content.size() < 8 + length) {
      return true;
    }
    long end = 0;
    try {
      JsonNode header = JSON.readTree(read(content, 8, (int) length).array());
      for (JsonNode tensor : header) {
        end = Math.max(end, tensor.path("data_offsets").path(1).asLong());
      }
    } catch (JsonProcessingException e) {
      return true;
    }
    return content.size() < 8 + length + end;
  }

  /** torch writes no comment after the last record. What is no zip is not judged. */
  private static boolean isShortZip(FileChannel content) throws IOException {
    ByteBuffer start = read(content, 0, 4);
    if (start.remaining() < 4 || start.getInt() != ZIP_BEGIN) {
      return false;
    }
    if (content.size() < ZIP_END_BYTES) {
      return true;
    }
    return read(content, content.size() - ZIP_END_BYTES, 4).getInt() != ZIP_END;
  }

  private static ByteBuffer read(FileChannel content, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && content.read(buffer, position + buffer.position()) >= 0) {
      // A read may give less than what is asked for.
    }
    return buffer.flip();
  }
}
