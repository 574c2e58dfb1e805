package io.baton.api.dashboard.settings;

import java.util.List;

/** The parts of the settings, each a page of its own. */
public enum SettingsTab {
  KEYS("API keys", "/ui/settings/keys"),
  WEBHOOKS("Webhooks", "/ui/settings/webhooks"),
  RETENTION("Retention", "/ui/settings/retention");

  private final String title;
  private final String path;

  SettingsTab(String title, String path) {
    this.title = title;
    this.path = path;
  }

  public String title() {
    return title;
  }

  public String path() {
    return path;
  }

  /** In the order in which they stand. */
  public List<SettingsTab> all() {
    return List.of(values());
  }

  public boolean is(SettingsTab other) {
    return this == other;
  }
}
