package io.baton.api.access;

/**
 * The names of {@link io.baton.protocol.access.Role} for {@code @RolesAllowed}, which every
 * resource carries: without it nobody gets in.
 */
public final class Roles {
  public static final String USER = "user";
  public static final String NODE = "node";
  public static final String OPERATOR = "operator";

  private Roles() {}
}
