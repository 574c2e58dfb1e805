package io.baton.api.dashboard.frame;

import java.util.Arrays;

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

  /** Where a page belongs; those of nobody belong to the jobs. */
  static Section of(String path) {
    return Arrays.stream(values())
        .filter(section -> path.equals(section.path) || path.startsWith(section.path + "/"))
        .findFirst()
        .orElse(JOBS);
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
