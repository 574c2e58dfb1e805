package io.baton.sync;

/** Who has to act for an error to go away. */
public enum Fault {
  /** Whoever called: a wrong option, key, bucket or deadline. */
  CALLER,
  /** The training process: it wrote something that is no finished checkpoint. */
  TRAINER,
  /** This machine: its disk or its permissions. */
  MACHINE,
  /** The storage, or the network on the way to it. */
  STORAGE
}
