package io.baton.cli.demo;

import io.baton.cli.platform.DataDirectory;
import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Table;
import io.baton.cli.terminal.Words;
import java.time.Duration;

/** Tells people how the demonstration went. */
final class DemoStory {
  private final Console console;
  private final DataDirectory directory;

  DemoStory(Console console, DataDirectory directory) {
    this.console = console;
    this.directory = directory;
  }

  void tell(DemoReport report) {
    timeline("First run", report.killed());
    report.undisturbed().ifPresent(record -> timeline("Second run", record));
    webhooks(report);
    console.emptyLine();
    console.line("@|bold What held|@");
    report.findings().forEach(this::finding);
    report.lora().ifPresent(lora -> where(lora));
    console.emptyLine();
    String took = Words.of(Duration.ofMillis((long) (report.seconds() * 1000)));
    if (report.held()) {
      console.line("@|bold,green Everything held|@ in " + took + ". Nothing was left running.");
    } else {
      long broken = report.findings().stream().filter(f -> !f.held()).count();
      console.line(
          "@|bold,red %d of %d did not hold|@ (%s); the logs are in %s and %s."
              .formatted(
                  broken,
                  report.findings().size(),
                  took,
                  directory.logs(),
                  directory.pool().resolve("logs")));
    }
  }

  private void timeline(String title, JobRecord record) {
    console.emptyLine();
    console.line("@|bold " + title + "|@, job " + record.job().id());
    Timeline.lines(record).forEach(line -> console.line("  " + line));
  }

  private void webhooks(DemoReport report) {
    console.emptyLine();
    console.line("@|bold Webhooks|@ that the receiver got");
    Table table = new Table("TIME", "EVENT", "JOB", "SEQUENCE", "SIGNATURE");
    for (ReceivedWebhook webhook : report.webhooks()) {
      table.row(
          Words.time(webhook.at()),
          webhook.type(),
          webhook.job(),
          webhook.sequence(),
          webhook.verified() ? "verified" : "WRONG");
    }
    table.print(console, "  ");
  }

  private void finding(Finding finding) {
    String mark = finding.held() ? "@|green ✓|@" : "@|bold,red ✗|@";
    console.line("  %s %s @|faint (%s)|@".formatted(mark, finding.claim(), finding.seen()));
  }

  private void where(Lora lora) {
    console.emptyLine();
    console.line("The LoRA: @|bold " + lora.path() + "|@ (" + Words.ofBytes(lora.size()) + ")");
  }
}
