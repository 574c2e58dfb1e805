package io.baton.sdxl.safetensors;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;

/** What often lies where a safetensors file is wanted, told by its first bytes. */
enum OtherFormat {
  TORCH_ARCHIVE(
      "PK\u0003\u0004",
      "is a zip archive such as torch.save writes: it can run code when it is opened, so it never"
          + " is; convert it to safetensors, or fetch the model's safetensors files"),
  PICKLE(
      "\u0080",
      "is a Python pickle: it can run code when it is opened, so it never is; convert it to"
          + " safetensors, or fetch the model's safetensors files"),
  LARGE_FILE_POINTER(
      "version ", "is a Git LFS pointer, not the file itself; fetch the file with 'git lfs pull'");

  private static final int HIGHEST_PICKLE_PROTOCOL = 5;

  private final String beginning;
  private final String description;

  OtherFormat(String beginning, String description) {
    this.beginning = beginning;
    this.description = description;
  }

  /** What it is and what to do, as the end of a sentence that begins with its path. */
  String description() {
    return description;
  }

  /** The format of a file that begins with these eight bytes, if it is known. */
  static Optional<OtherFormat> of(ByteBuffer start) {
    return Stream.of(values()).filter(format -> format.matches(start)).findFirst();
  }

  private boolean matches(ByteBuffer start) {
    for (int i = 0; i < beginning.length(); i++) {
      if ((start.get(i) & 0xff) != beginning.charAt(i)) {
        return false;
      }
    }
    // A header of 128 bytes begins with the same byte, and then with zeros.
    return this != PICKLE
        || (start.get(1) >= 2
            && start.get(1) <= HIGHEST_PICKLE_PROTOCOL
            && start.getLong(0) > SafetensorsFile.MAXIMUM_HEADER_BYTES);
  }
}
