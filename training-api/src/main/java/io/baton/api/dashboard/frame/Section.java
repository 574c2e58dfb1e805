package io.baton.api.dashboard.frame;

/** What the navigation leads to. */
public enum Section {
  JOBS("Jobs", "/ui/jobs", false),
  NEW_JOB("New job", "/ui/new", false),
  COMPARE("Compare", "/ui/compare", false),
  POOLS("Pools", "/ui/pools", true),
  SETTINGS("Settings", "/ui/settings", false);

  private final String title;
  private final String path;
  private final boolean operators;

  Section(String title, String path, boolean operators) {
    this.title = title;
    this.path = path;
    this.operators = operators;
  }

  public String title() {
    return title;
  }

  public String path() {
    return path;
  }

  /** Whether only operators get there. */
  public boolean operators() {
    return operators;
  }
}
