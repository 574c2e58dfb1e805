package io.baton.sdxl.safetensors;

/** A header breaks the format's rules; the message completes "file X is no safetensors file: …". */
final class MalformedHeaderException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedHeaderException(String message) {
    super(message);
  }
}
