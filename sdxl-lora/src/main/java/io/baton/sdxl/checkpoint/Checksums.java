package io.baton.sdxl.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * CRC-32C of files: it finds what a disk does to them, and costs nothing beside reading them. A
 * SHA-256 would take a core for as long as a training step, as the JVM compiles it here.
 */
final class Checksums {

  private static final int CHUNK_BYTES = 1 << 20;

  private Checksums() {}

  /** In eight hexadecimal digits. */
  static String of(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(chunk) >= 0) {
        checksum.update(chunk.flip());
        chunk.clear();
      }
    }
    return "%08x".formatted(checksum.getValue());
  }

  /** The checksum of each file in {@code directory}, by its name. */
  static SortedMap<String, String> ofFiles(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory)) {
      files = entries.toList();
    }
    SortedMap<String, String> checksums = new TreeMap<>();
    for (Path file : files) {
      checksums.put(file.getFileName().toString(), of(file));
    }
    return checksums;
  }
}
