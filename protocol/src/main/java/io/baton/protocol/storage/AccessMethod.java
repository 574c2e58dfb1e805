package io.baton.protocol.storage;

/** HTTP methods that a signed URL can allow. */
public enum AccessMethod {
  /** Download. */
  GET,
  /** Ask for the size. */
  HEAD,
  /** Upload. */
  PUT
}
