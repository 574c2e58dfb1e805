package io.baton.k8s;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The client of Kubernetes, of which only the built-in kustomize is used. */
final class Kubectl {
  /** Set where a machine without it is a failure. */
  static final String REQUIRED = "BATON_REQUIRE_KUBECTL";

  private Kubectl() {}

  /** Why the tests cannot run here; empty where they can. */
  static Optional<String> missing() {
    boolean found =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kubectl")));
    return found
        ? Optional.empty()
        : Optional.of(
            "kubectl is not on the PATH, so the manifests are not tested; install it (1.22 or"
                + " later), or set "
                + REQUIRED
                + "=true to have this fail.");
  }

  /** The objects of a directory with a kustomization, as YAML documents. */
  static String kustomize(Path directory) {
    return run(List.of("kubectl", "kustomize", directory.toString()));
  }

  static String run(List<String> command) {
    try {
      Path errors = Files.createTempFile("command", ".err");
      try {
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
          throw new AssertionError(
              String.join(" ", command) + " failed: " + Files.readString(errors));
        }
        return output;
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", command) + " cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
