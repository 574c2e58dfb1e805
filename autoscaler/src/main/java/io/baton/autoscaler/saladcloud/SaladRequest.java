package io.baton.autoscaler.saladcloud;

import java.util.Optional;

/**
 * One request to SaladCloud.
 *
 * @param path below the API's address
 * @param mergePatch its body, a JSON merge patch; absent: it has none
 * @param repeatable whether it does the same when it is done twice
 */
record SaladRequest(String method, String path, Optional<String> mergePatch, boolean repeatable) {
  static SaladRequest get(String path) {
    return new SaladRequest("GET", path, Optional.empty(), true);
  }

  static SaladRequest patch(String path, String mergePatch) {
    return new SaladRequest("PATCH", path, Optional.of(mergePatch), true);
  }

  static SaladRequest post(String path) {
    return new SaladRequest("POST", path, Optional.empty(), true);
  }

  static SaladRequest postOnce(String path) {
    return new SaladRequest("POST", path, Optional.empty(), false);
  }
}
