package io.baton.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Debian's Chromium, or the one that {@code BATON_CHROMIUM} names. Where there is none its tests
 * are skipped, unless the environment says {@code BATON_REQUIRE_CHROMIUM=true}.
 */
final class Chromium implements AutoCloseable {
  private static final Path PROGRAM =
      Path.of(System.getenv().getOrDefault("BATON_CHROMIUM", "/usr/bin/chromium"));

  /** Without a GPU, in a container, and asking nobody for updates. */
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Why the tests cannot run, where they may be skipped. */
  static Optional<String> missing() {
    boolean required = Boolean.parseBoolean(System.getenv("BATON_REQUIRE_CHROMIUM"));
    return required || Files.isExecutable(PROGRAM)
        ? Optional.empty()
        : Optional.of(
            "There is no Chromium at "
                + PROGRAM
                + ": install the package chromium, or name one with BATON_CHROMIUM.");
  }

  static Chromium start() {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(PROGRAM).setArgs(FLAGS));
    return new Chromium(playwright, browser);
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    playwright.close();
  }
}
