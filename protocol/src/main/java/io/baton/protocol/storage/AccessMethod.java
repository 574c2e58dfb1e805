package io.baton.protocol.storage;

/** HTTP methods that a signed URL can allow. */
public enum AccessMethod {
  GET,
  HEAD,
  PUT
}
