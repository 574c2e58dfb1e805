package io.baton.k8s;

/** An object that the API server would refuse. */
final class InvalidManifestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidManifestException(String message) {
    super(message);
  }
}
