package io.baton.it.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Measures how long the list of jobs takes for somebody who is signed in. */
public final class DashboardBench {
  private static final int JOBS = 100_000;
  private static final int ASKS = 200;
  private static final int WARM_UP = 100;
  private static final double MOST_MILLIS = 100;

  private final int jobs;
  private final int asks;
  private final BenchPlatform platform;
  private final Report report;
  private final HttpClient http = HttpClient.newHttpClient();

  private DashboardBench(boolean quick, BenchPlatform platform, Report report) {
    this.jobs = quick ? JOBS / 100 : JOBS;
    this.asks = quick ? ASKS / 10 : ASKS;
    this.platform = platform;
    this.report = report;
  }

  /** Ends with status 1 where a bar was missed. */
  public static void main(String[] arguments) {
    new ServiceBench(
            "dashboard",
            "caller",
            Map.of(),
            (quick, platform, report) -> new DashboardBench(quick, platform, report).run())
        .main(arguments);
  }

  private void run() throws Exception {
    platform.startService();
    try (java.sql.Connection database = platform.database()) {
      Queue queue = new Queue(database);
      queue.keepTemplate(new Submissions(platform).submit());
      queue.fill(jobs);
      new LongList(database).age(jobs);
    }
    String cookie = signIn();
    page("the first page", "/ui/jobs", cookie);
    page("the first page of one status", "/ui/jobs?status=failed", cookie);
    page("the first page with a label", "/ui/jobs?label=team%3Dred", cookie);
    api("the REST list of 50 jobs", "/v1/jobs", cookie);
    api("the REST counts by status", "/v1/jobs/counts", cookie);
  }

  /** The session's cookie, as a browser gets it for its form. */
  private String signIn() throws IOException, InterruptedException {
    String form =
        "key="
            + URLEncoder.encode(
                platform.asOperator().key().orElseThrow().value(), StandardCharsets.UTF_8);
    HttpResponse<Void> answer =
        http.send(
            HttpRequest.newBuilder(platform.api().resolve("/ui/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.discarding());
    return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
  }

  private void page(String what, String path, String cookie)
      throws IOException, InterruptedException {
    Latencies took = timed(path, cookie);
    report.require(
        name(what, path),
        "95th ≤ %.0f ms".formatted(MOST_MILLIS),
        took.millis(0.95) <= MOST_MILLIS,
        "%.0f ms, %.0f ms",
        took.median(),
        took.millis(0.95));
  }

  private void api(String what, String path, String cookie)
      throws IOException, InterruptedException {
    Latencies took = timed(path, cookie);
    report.tell(name(what, path), "%.0f ms, %.0f ms", took.median(), took.millis(0.95));
  }

  private String name(String what, String path) {
    return "%,d jobs: %s (`%s`), median and 95th percentile of %d"
        .formatted(jobs, what, path, asks);
  }

  private Latencies timed(String path, String cookie) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(platform.api() + path))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Cookie", cookie)
            .build();
    for (int i = 0; i < Math.min(WARM_UP, asks); i++) {
      ask(request);
    }
    long[] nanos = new long[asks];
    for (int i = 0; i < asks; i++) {
      long from = System.nanoTime();
      ask(request);
      nanos[i] = System.nanoTime() - from;
    }
    return Latencies.of(nanos);
  }

  private void ask(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          request.uri() + ": HTTP " + answer.statusCode() + ": " + answer.body());
    }
  }
}
