package io.baton.sdxl.failure;

/** Whose fault a failure is, as the trainer's contract names it. */
public enum FailureCode {
  /** The command line asks for what cannot be. */
  USAGE("usage", 64),
  /** A file is there and does not hold what it should. */
  BAD_INPUT("bad-input", 65),
  /** A file or directory is not there. */
  NO_INPUT("no-input", 66),
  /** This node's memory does not suffice. */
  OUT_OF_MEMORY("out-of-memory", 71),
  /** This node's disk is full. */
  DISK_FULL("disk-full", 74),
  /** This node's disk cannot be read or written. */
  IO_ERROR("internal", 74),
  /** A defect of the trainer. */
  INTERNAL("internal", 70);

  private final String code;
  private final int exitCode;

  FailureCode(String code, int exitCode) {
    this.code = code;
    this.exitCode = exitCode;
  }

  /** The code in the {@code error} event. */
  public String code() {
    return code;
  }

  /** The exit code of the process; 64 to 66 mean that no other node can do better. */
  public int exitCode() {
    return exitCode;
  }
}
