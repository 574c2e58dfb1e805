package io.baton.api.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** A zip on this machine. */
final class ZipContents implements AutoCloseable {
  /** What its directory may take: names are short, and what is more is not for unpacking. */
  private static final long DIRECTORY_BYTES_PER_ENTRY = 400;

  private static final int JUNK_ENTRIES = 10_000;

  private final ZipFile zip;
  private final Map<ArchiveEntry, ZipArchiveEntry> entries = new IdentityHashMap<>();
  private final List<ArchiveEntry> inOrder = new ArrayList<>();

  private ZipContents(ZipFile zip) {
    this.zip = zip;
    for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
      ArchiveEntry described =
          new ArchiveEntry(
              entry.getName(), kind(entry), entry.getSize(), entry.getCompressedSize());
      entries.put(described, entry);
      inOrder.add(described);
    }
  }

  /** Reads the directory, which a bound keeps from filling the memory. */
  static ZipContents open(Path file, int maxFiles) throws IOException {
    long bound = (maxFiles + JUNK_ENTRIES) * DIRECTORY_BYTES_PER_ENTRY;
    BoundedChannel channel = new BoundedChannel(FileChannel.open(file), bound);
    try {
      ZipContents contents =
          new ZipContents(
              ZipFile.builder()
                  .setSeekableByteChannel(channel)
                  .setIgnoreLocalFileHeader(true)
                  .get());
      channel.unbind();
      return contents;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** As they lie in the file. */
  List<ArchiveEntry> entries() {
    return Collections.unmodifiableList(inOrder);
  }

  /** An entry's content, unpacked; its checksum is not checked. */
  InputStream open(ArchiveEntry entry) throws IOException {
    return zip.getInputStream(entries.get(entry));
  }

  /** CRC-32 of an entry's content. */
  long checksum(ArchiveEntry entry) {
    return entries.get(entry).getCrc();
  }

  private ArchiveEntry.Kind kind(ZipArchiveEntry entry) {
    if (entry.isDirectory()) {
      return ArchiveEntry.Kind.DIRECTORY;
    }
    if (entry.isUnixSymlink()) {
      return ArchiveEntry.Kind.LINK;
    }
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      return ArchiveEntry.Kind.ENCRYPTED;
    }
    return zip.canReadEntryData(entry) ? ArchiveEntry.Kind.FILE : ArchiveEntry.Kind.UNREADABLE;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
