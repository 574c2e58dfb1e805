package io.baton.api.dataset;

/**
 * What a zip's directory says of one entry.
 *
 * @param name as in the zip
 * @param kind what it is
 * @param size unpacked, in bytes; what the directory says, which need not be so
 * @param packedSize in bytes
 */
record ArchiveEntry(String name, Kind kind, long size, long packedSize) {
  enum Kind {
    FILE,
    DIRECTORY,
    LINK,
    ENCRYPTED,
    /** Packed in a way that cannot be read. */
    UNREADABLE
  }
}
