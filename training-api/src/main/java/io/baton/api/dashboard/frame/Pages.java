package io.baton.api.dashboard.frame;

/** Where the pages are. */
public final class Pages {
  private static final String PATH = "/ui";

  private Pages() {}

  /** Whether a path is one of pages and not of the REST API. */
  public static boolean at(String path) {
    return path.equals(PATH) || path.startsWith(PATH + "/");
  }
}
