package io.baton.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The secrets that whoever installs Baton makes, as the documentation lists them.
 *
 * @param keysByName of each, which keys it holds
 */
record DeclaredSecrets(Map<String, Set<String>> keysByName) {
  private static final Pattern ROW =
      Pattern.compile("^\\s*\\| `(baton-[a-z-]+)` \\| ((?:`[a-z-]+`(?:, )?)+) \\|");
  private static final Pattern KEY = Pattern.compile("`([a-z-]+)`");

  static DeclaredSecrets documented() {
    Path page = Overlay.MODULE.resolveSibling("docs/kubernetes.md");
    Map<String, Set<String>> secrets = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(page)) {
        Matcher row = ROW.matcher(line);
        if (row.find()) {
          secrets.put(
              row.group(1),
              KEY.matcher(row.group(2))
                  .results()
                  .map(key -> key.group(1))
                  .collect(Collectors.toSet()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(page + " cannot be read", e);
    }
    return new DeclaredSecrets(secrets);
  }

  /** None where it is not listed. */
  Set<String> keys(String name) {
    return keysByName.getOrDefault(name, Set.of());
  }
}
