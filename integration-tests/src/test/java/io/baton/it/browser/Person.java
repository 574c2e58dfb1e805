package io.baton.it.browser;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotCaret;
import io.baton.protocol.access.ApiKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Somebody with a browser of their own: no cookies of others, nothing cached. */
final class Person {
  private static final String NOT_OK = "the server responded with a status of ";

  private final URI site;
  private final BrowserContext context;
  private final Page page;
  private final CDPSession devTools;
  private final List<String> complaints = new ArrayList<>();
  private final Set<Integer> expected = new HashSet<>();
  private long bytes;

  Person(Browser browser, URI site, int patienceMillis) {
    this.site = site;
    this.context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBaseURL(site.toString())
                .setViewportSize(1280, 900)
                .setColorScheme(ColorScheme.LIGHT)
                .setLocale("en-GB")
                .setTimezoneId("Europe/Berlin")
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
    this.context.setDefaultTimeout(patienceMillis);
    this.page = context.newPage();
    this.devTools = context.newCDPSession(page);
    // The console also tells of scripts and styles that the Content-Security-Policy forbids.
    page.onConsoleMessage(this::hear);
    page.onPageError(error -> complaints.add("page error at " + page.url() + ": " + error));
    devTools.on("Network.loadingFinished", this::weigh);
    devTools.send("Network.enable");
  }

  private void hear(ConsoleMessage message) {
    if (message.type().equals("error") && !isExpected(message.text())) {
      complaints.add("console at " + page.url() + ": " + message.text());
    }
  }

  private boolean isExpected(String message) {
    return expected.stream().anyMatch(status -> message.contains(NOT_OK + status));
  }

  private void weigh(JsonObject finished) {
    bytes += finished.get("encodedDataLength").getAsLong();
  }

  /** An answer with that HTTP status is what the test is about, and no complaint. */
  Person expecting(int status) {
    expected.add(status);
    return this;
  }

  /** By the form, as everybody does. */
  Person signIn(ApiKey key) {
    page.navigate("/ui/sign-in");
    page.getByLabel("API key").fill(key.value());
    button("Sign in").click();
    page.waitForURL("**/ui/jobs");
    return this;
  }

  /** Opens a page by its path. */
  Page open(String path) {
    page.navigate(path);
    return page;
  }

  Page page() {
    return page;
  }

  URI site() {
    return site;
  }

  /** The button of that name on the page. */
  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** The link of that name on the page. */
  Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** Opens a page as somebody does who was never here, with nothing cached. */
  void openForTheFirstTime(String path) {
    devTools.send("Network.clearBrowserCache");
    bytes = 0;
    page.navigate(path);
  }

  /** What came over the network since {@link #openForTheFirstTime}, headers included. */
  long bytesLoaded() {
    return bytes;
  }

  /** Serious and critical findings of axe on the page as it is now. */
  List<String> barriers() {
    return Axe.barriers(devTools);
  }

  /** What has too little contrast on the page as it is now. */
  List<String> paleness() {
    return Axe.paleness(devTools);
  }

  void prefersDark(boolean dark) {
    page.emulateMedia(
        new Page.EmulateMediaOptions().setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
  }

  void resize(int width, int height) {
    page.setViewportSize(width, height);
  }

  /** By how many pixels the page is wider than the window. */
  int overhang() {
    return (Integer)
        page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  /** Keeps the whole page as an image. */
  void photograph(Path file) {
    photograph(file, true);
  }

  /** Keeps what the window shows as an image. */
  void photographWindow(Path file) {
    photograph(file, false);
  }

  /** Returns once every image that the window shows is loaded. */
  void awaitImages() {
    page.waitForFunction(
        "() => [...document.images].every("
            + "image => image.complete && image.naturalWidth > 0"
            + " || image.getBoundingClientRect().top > innerHeight || !image.checkVisibility())");
  }

  private void photograph(Path file, boolean whole) {
    // Hiding the caret would add a style that the Content-Security-Policy forbids.
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(file)
            .setFullPage(whole)
            .setCaret(ScreenshotCaret.INITIAL));
  }

  /** Closes the browser and returns what it complained of. */
  List<String> leave() {
    context.close();
    return List.copyOf(complaints);
  }
}
