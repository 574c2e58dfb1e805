package io.baton.node.trainer;

import io.baton.node.trainer.TrainerEvent.LogLine;
import io.baton.node.trainer.TrainerEvent.StepDone;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a command prints on either stream: the JSON lines of the contract, lines that the
 * job's own pattern finds, or without one the progress bars of tqdm that count to the job's steps.
 * Everything else is log. Thread-safe.
 */
final class CommandOutput implements LineReader {
  /** {@code Steps: 12%|█▏ | 24/200 [00:10<01:15, 2.33it/s, loss=0.123, lr=0.0001]}. */
  private static final Pattern BAR =
      Pattern.compile(
          "\\d{1,3}%\\|[^|]*\\| (\\d{1,7})/(\\d{1,7}) \\[[^,\\]]*(?:, +([^,\\]]*))?([^\\]]*)\\]");

  private static final Pattern RATE = Pattern.compile("([0-9.]{1,12})(it/s|s/it)");
  private static final Pattern NUMBER =
      Pattern.compile("([A-Za-z][A-Za-z0-9._/-]{0,63})=([-+0-9.eE]{1,30})");

  /** What trainers call it, and what the contract calls it. */
  private static final Map<String, String> NAMES =
      Map.of("lr", "learningRate", "avr_loss", "loss", "step_loss", "loss");

  /** A pattern that would look at more than so many characters has lost its way. */
  private static final int MOST_LOOKS = 200_000;

  private static final int LONGEST_LINE = 4000;

  private final int totalSteps;
  private final Optional<Pattern> stepPattern;
  private int lastStep = -1;
  private String lastPostfix = "";

  CommandOutput(int totalSteps, Optional<String> stepPattern) {
    this.totalSteps = totalSteps;
    this.stepPattern = stepPattern.map(Pattern::compile);
  }

  @Override
  public synchronized Optional<TrainerEvent> read(String line) {
    TrainerEvent told = TrainerEventParser.parse(line);
    if (!(told instanceof LogLine)) {
      return Optional.of(told);
    }
    String text = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
    if (stepPattern.isPresent()) {
      return Optional.of(byPattern(stepPattern.get(), text).orElse(told));
    }
    Matcher bar = BAR.matcher(text);
    return bar.find() && number(bar.group(2)) == totalSteps ? ofBar(bar) : Optional.of(told);
  }

  /**
   * A bar is drawn once when it has moved and once more when what stands behind it has changed, so
   * that what stands there at first is still that of the step before.
   */
  private Optional<TrainerEvent> ofBar(Matcher bar) {
    int step = number(bar.group(1));
    String postfix = bar.group(4);
    boolean moved = step != lastStep;
    boolean measured = !postfix.equals(lastPostfix);
    lastStep = step;
    lastPostfix = postfix;
    if (!moved && !measured) {
      return Optional.empty();
    }
    Map<String, Double> numbers = measured ? numbers(postfix) : new TreeMap<>();
    if (bar.group(3) != null) {
      rate(bar.group(3)).ifPresent(rate -> numbers.put("stepsPerSecond", rate));
    }
    return Optional.of(new StepDone(step, totalSteps, numbers));
  }

  private static Optional<Double> rate(String text) {
    Matcher rate = RATE.matcher(text);
    if (!rate.find()) {
      return Optional.empty();
    }
    return finite(rate.group(1))
        .map(number -> rate.group(2).equals("it/s") ? number : 1 / number)
        .filter(Double::isFinite);
  }

  private static Map<String, Double> numbers(String postfix) {
    Map<String, Double> numbers = new TreeMap<>();
    Matcher number = NUMBER.matcher(postfix);
    while (number.find()) {
      String name = NAMES.getOrDefault(number.group(1), number.group(1));
      finite(number.group(2)).ifPresent(value -> numbers.put(name, value));
    }
    return numbers;
  }

  private Optional<TrainerEvent> byPattern(Pattern pattern, String line) {
    Matcher found = pattern.matcher(new CountedLooks(line, MOST_LOOKS));
    try {
      if (!found.find()) {
        return Optional.empty();
      }
    } catch (CountedLooks.TooManyException | StackOverflowError lost) {
      return Optional.empty();
    }
    Map<String, Double> numbers = new TreeMap<>();
    group(found, "loss")
        .flatMap(CommandOutput::finite)
        .ifPresent(loss -> numbers.put("loss", loss));
    return group(found, "step")
        .filter(text -> text.matches("\\d{1,7}"))
        .map(CommandOutput::number)
        .filter(step -> step <= totalSteps)
        .map(step -> new StepDone(step, totalSteps, numbers));
  }

  private static Optional<String> group(Matcher found, String name) {
    return found.pattern().pattern().contains("(?<" + name + ">")
        ? Optional.ofNullable(found.group(name))
        : Optional.empty();
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  private static Optional<Double> finite(String text) {
    try {
      return Optional.of(Double.valueOf(text)).filter(Double::isFinite);
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }
}
