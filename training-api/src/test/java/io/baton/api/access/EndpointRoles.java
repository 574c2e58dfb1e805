package io.baton.api.access;

import io.baton.protocol.access.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * A line of {@code endpoint-roles.txt}.
 *
 * @param method in capitals
 * @param path as in the OpenAPI document
 * @param status what those get who may
 * @param body empty: none
 */
record EndpointRoles(String method, String path, Access access, int status, String body) {
  private static final String TABLE = "/endpoint-roles.txt";

  /** Who may. */
  enum Access {
    ANY_KEY("any-key", Set.of(Role.values())),
    ANY_USER("any-user", Set.of(Role.USER, Role.OPERATOR)),
    OWN("own", Set.of(Role.USER, Role.OPERATOR)),
    NODE("node", Set.of(Role.NODE, Role.OPERATOR)),
    OPERATOR("operator", Set.of(Role.OPERATOR));

    private final String word;
    private final Set<Role> roles;

    Access(String word, Set<Role> roles) {
      this.word = word;
      this.roles = roles;
    }

    static Access of(String word) {
      for (Access access : values()) {
        if (access.word.equals(word)) {
          return access;
        }
      }
      throw new IllegalArgumentException("'" + word + "' is no access; see the head of " + TABLE);
    }
  }

  static List<EndpointRoles> table() {
    try (InputStream in = EndpointRoles.class.getResourceAsStream(TABLE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(EndpointRoles::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EndpointRoles parse(String line) {
    String[] columns = line.split("\\|", 4);
    String[] operation = columns[0].strip().split(" +");
    return new EndpointRoles(
        operation[0],
        operation[1],
        Access.of(columns[1].strip()),
        Integer.parseInt(columns[2].strip()),
        columns.length == 4 ? columns[3].strip() : "");
  }

  String operation() {
    return method + " " + path;
  }

  /**
   * Whether a caller may.
   *
   * @param stranger whether the things in the path are another owner's or another pool's
   */
  boolean allows(Role role, boolean stranger) {
    return access.roles.contains(role)
        && !(stranger && (access == Access.OWN || access == Access.NODE));
  }

  /** What a caller gets. */
  Set<Integer> expected(Role role, boolean stranger) {
    if (allows(role, stranger)) {
      return Set.of(status);
    }
    if (!access.roles.contains(role)) {
      return Set.of(403);
    }
    return access == Access.OWN ? Set.of(404) : Set.of(403, 409);
  }
}
