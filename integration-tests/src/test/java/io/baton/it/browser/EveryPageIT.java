package io.baton.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import io.baton.protocol.job.JobId;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Each page in light, in dark and on a phone: nothing keeps people from using it, nothing scrolls
 * sideways, it is light enough to load. The images of all of them are left in {@link
 * Site#SCREENSHOTS}. It comes last, when other tests have filled the site.
 */
@InBrowser
@Order(InBrowser.LAST + 1)
class EveryPageIT {
  private static final long MOST_BYTES = 300_000;
  private static final int DESK = 1280;
  private static final int PHONE = 390;

  /**
   * A page.
   *
   * @param name of its images
   * @param ready what it shows once it is whole, as a selector
   */
  private record Sight(String name, String path, String ready) {
    static Sight of(String path, String ready) {
      String name = path.replaceFirst("^/ui/", "").replaceAll("[^a-z-]+", "-");
      return new Sight(name, path, ready);
    }
  }

  @Test
  void every_page_suits_everybody(Site site, Person person) throws Exception {
    SoftAssertions soft = new SoftAssertions();
    look(site.stranger(), Sight.of("/ui/sign-in", "#key"), soft);
    for (Sight sight : sights(person, site.trainedJobs())) {
      look(person, sight, soft);
    }
    soft.assertAll();
  }

  /** What the navigation leads to, and what lies behind that. */
  private static List<Sight> sights(Person person, List<JobId> jobs) {
    List<Sight> sights = new ArrayList<>();
    for (String path : links(person, "/ui/jobs", ".top nav a")) {
      sights.add(Sight.of(path, "main h1"));
    }
    String two = "/ui/compare?job=" + jobs.get(0) + "&job=" + jobs.get(1);
    sights.add(new Sight("job", "/ui/jobs/" + jobs.get(0), "#chart canvas"));
    sights.add(new Sight("compare-two", two, "canvas"));
    sights.add(new Sight("jobs-empty", "/ui/jobs?label=none", ".empty"));
    for (String section : List.of("/ui/pools", "/ui/settings")) {
      for (String path : links(person, section, "main a[href^='" + section + "/']")) {
        sights.add(Sight.of(path, "main h1"));
      }
    }
    return sights;
  }

  private static List<String> links(Person person, String path, String selector) {
    return person.open(path).locator(selector).all().stream()
        .map(link -> link.getAttribute("href").replaceFirst("[?#].*", ""))
        .distinct()
        .toList();
  }

  private static void look(Person person, Sight sight, SoftAssertions soft) {
    person.prefersDark(false);
    person.resize(DESK, 900);
    person.openForTheFirstTime(sight.path());
    Locator ready = person.page().locator(sight.ready()).first();
    assertThat(ready).isVisible();
    soft.assertThat(person.bytesLoaded()).as("bytes of " + sight.path()).isLessThan(MOST_BYTES);
    soft.assertThat(person.barriers()).as("%s", sight.path()).isEmpty();
    keep(person, sight, "light");
    person.prefersDark(true);
    soft.assertThat(person.paleness()).as("%s, dark", sight.path()).isEmpty();
    keep(person, sight, "dark");
    person.prefersDark(false);
    person.resize(PHONE, 844);
    soft.assertThat(person.overhang()).as("pixels that %s is too wide", sight.path()).isZero();
    soft.assertThat(person.barriers()).as("%s on a phone", sight.path()).isEmpty();
    keep(person, sight, "phone");
  }

  private static void keep(Person person, Sight sight, String look) {
    person.photograph(Site.SCREENSHOTS.resolve(sight.name() + "-" + look + ".png"));
  }
}
