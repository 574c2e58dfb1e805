package io.baton.k8s;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Every image is one that the profile `images` builds, or a named one of others, at a version. */
final class ImageCheck implements Check {
  private static final Set<String> OF_OTHERS =
      Set.of("docker.io/library/postgres", "docker.io/andrewgaul/s3proxy");
  private static final Pattern BUILT =
      Pattern.compile("<image>\\$\\{baton\\.image\\.prefix}/([a-z-]+):");
  private static final Pattern REFERENCE =
      Pattern.compile("([^@]+?)(?::([\\w][\\w.-]*))?(@sha256:[0-9a-f]{64})?");

  private final Set<String> ours;

  ImageCheck() {
    this.ours =
        Repository.files("k8s/images", "pom.xml").stream()
            .flatMap(file -> BUILT.matcher(Repository.text(file)).results())
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
  }

  Set<String> ours() {
    return ours;
  }

  @Override
  public List<String> findings(Manifests manifests) {
    List<String> findings = new ArrayList<>();
    for (Workload workload : manifests.workloads()) {
      for (var container : workload.containers()) {
        Matcher image = REFERENCE.matcher(container.getImage());
        if (!image.matches() || image.group(2) == null && image.group(3) == null) {
          findings.add("%s: %s is of no version".formatted(workload.name(), container.getImage()));
        } else if ("latest".equals(image.group(2))) {
          findings.add("%s: %s may change".formatted(workload.name(), container.getImage()));
        } else if (!isKnown(image.group(1))) {
          findings.add("%s: nobody builds %s".formatted(workload.name(), container.getImage()));
        }
      }
    }
    return findings;
  }

  private boolean isKnown(String name) {
    return OF_OTHERS.contains(name)
        || ours.stream()
            .anyMatch(it -> name.equals("baton/" + it) || name.endsWith("/baton/" + it));
  }
}
