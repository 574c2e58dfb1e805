package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.command.CheckpointRule;
import io.baton.protocol.job.command.Environment;
import io.baton.protocol.job.command.Placeholder;
import io.baton.protocol.job.command.PlaceholderText;
import io.baton.protocol.job.training.CheckpointInterval;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Runs a program of the user's in place of Baton's trainer, such as diffusers' own script. It has
 * to write checkpoints as directories {@code checkpoint-N} and to go on from one. Only nodes whose
 * operators allow commands take such a job.
 *
 * @param words the program and its arguments, 1 to 500 entries of at most 8,000 characters, no
 *     shell around them, with placeholders such as {output}; required
 * @param environment variables for it, no place for secrets, with placeholders; default: none
 * @param totalSteps optimizer steps of the whole job, 1 to 1,000,000; required
 * @param checkpointingSteps optimizer steps between checkpoints, or auto: the service chooses for
 *     each attempt; default auto
 * @param resumeWords what {resume} stands for where there is a checkpoint, at most 20 entries of at
 *     most 8,000 characters; default: --resume_from_checkpoint=latest
 * @param seed what {seed} stands for, at least 0; absent: one is drawn when the job is submitted,
 *     where the command names it
 * @param checkpoints when a checkpoint is complete; default: accelerate's layout
 * @param artifact the finished files, as paths below the output directory in which * and ? stand
 *     for parts of a name, at most 20 entries of at most 255 characters; default: *.safetensors
 * @param stepPattern regular expression, as Java's, of lines that tell of a step, with a group
 *     named step and if wanted one named loss, at most 500 characters; absent: progress bars of
 *     tqdm that count to totalSteps, and the JSON lines of the trainer's contract
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record CommandOptions(
    List<String> words,
    Environment environment,
    Integer totalSteps,
    CheckpointInterval checkpointingSteps,
    List<String> resumeWords,
    Optional<Long> seed,
    CheckpointRule checkpoints,
    List<String> artifact,
    Optional<String> stepPattern)
    implements Workload {
  private static final int MAX_WORDS = 500;
  private static final int MAX_RESUME_WORDS = 20;
  private static final int MAX_WORD_LENGTH = 8000;
  private static final int MAX_ARTIFACT_PATTERNS = 20;
  private static final int MAX_PATTERN_LENGTH = 500;
  private static final List<String> RESUME_LATEST = List.of("--resume_from_checkpoint=latest");
  private static final List<String> LORA = List.of("*.safetensors");

  /** A part of a path; it may not lead out of its directory. */
  private static final Pattern GLOB_PART = Pattern.compile("(?!\\.{1,2}$)[^/\\\\:\\p{Cntrl}]+");

  public CommandOptions {
    words = Fields.listOrEmpty(words);
    if (words.isEmpty()) {
      throw new InvalidFieldException("words", "is missing: give the program and its arguments");
    }
    Fields.inRange("words", words.size(), 1, MAX_WORDS);
    Fields.text("words", words.get(0), MAX_WORD_LENGTH);
    environment = Fields.orDefault(environment, Environment.NONE);
    Fields.required("totalSteps", totalSteps);
    Fields.inRange("totalSteps", totalSteps, 1, TrainingOptions.MAX_STEPS);
    checkpointingSteps = Fields.orDefault(checkpointingSteps, CheckpointInterval.AUTO);
    resumeWords = resumeWords == null ? RESUME_LATEST : List.copyOf(resumeWords);
    Fields.inRange("resumeWords", resumeWords.size(), 0, MAX_RESUME_WORDS);
    Set<Placeholder> named = named(words, resumeWords, environment);
    seed = Fields.orEmpty(seed);
    seed.ifPresent(number -> Fields.inRange("seed", number, 0L, Long.MAX_VALUE));
    if (!named.contains(Placeholder.SEED)) {
      Fields.absent("seed", seed, "has no effect: nothing in the command is {seed}");
    }
    checkpoints = Fields.orDefault(checkpoints, CheckpointRule.DEFAULT);
    artifact = artifact == null || artifact.isEmpty() ? LORA : List.copyOf(artifact);
    Fields.inRange("artifact", artifact.size(), 1, MAX_ARTIFACT_PATTERNS);
    artifact.forEach(CommandOptions::requireGlob);
    stepPattern = Fields.orEmpty(stepPattern);
    stepPattern.ifPresent(CommandOptions::requirePattern);
  }

  private static Set<Placeholder> named(
      List<String> words, List<String> resumeWords, Environment environment) {
    Set<Placeholder> named = EnumSet.noneOf(Placeholder.class);
    for (String word : words) {
      Set<Placeholder> found = in("words", word);
      refuse("words", found, Placeholder.CHECKPOINT, "belongs into resumeWords");
      if (!word.equals(Placeholder.RESUME.text())) {
        refuse("words", found, Placeholder.RESUME, "must be a word of its own");
      }
      named.addAll(found);
    }
    for (String word : resumeWords) {
      Set<Placeholder> found = in("resumeWords", word);
      refuse("resumeWords", found, Placeholder.RESUME, "belongs into words");
      named.addAll(found);
    }
    for (String value : environment.values().values()) {
      Set<Placeholder> found = PlaceholderText.in("environment", value);
      refuse("environment", found, Placeholder.RESUME, "belongs into words");
      refuse("environment", found, Placeholder.CHECKPOINT, "belongs into resumeWords");
      named.addAll(found);
    }
    return named;
  }

  private static Set<Placeholder> in(String field, String word) {
    if (word.indexOf('\0') >= 0 || word.length() > MAX_WORD_LENGTH) {
      throw new InvalidFieldException(
          field, "must have at most " + MAX_WORD_LENGTH + " characters each, none of them null");
    }
    return PlaceholderText.in(field, word);
  }

  private static void refuse(
      String field, Set<Placeholder> found, Placeholder wrong, String requirement) {
    if (found.contains(wrong)) {
      throw new InvalidFieldException(field, "has " + wrong.text() + ", which " + requirement);
    }
  }

  private static void requireGlob(String glob) {
    Fields.text("artifact", glob, 255);
    for (String part : glob.split("/", -1)) {
      if (!GLOB_PART.matcher(part).matches()) {
        throw new InvalidFieldException(
            "artifact",
            "must be paths below the output directory, such as *.safetensors, not '" + glob + "'");
      }
    }
  }

  private static void requirePattern(String pattern) {
    Fields.text("stepPattern", pattern, MAX_PATTERN_LENGTH);
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new InvalidFieldException(
          "stepPattern", "is no regular expression: " + e.getDescription());
    }
    if (!pattern.contains("(?<step>")) {
      throw new InvalidFieldException("stepPattern", "must have a group (?<step>…)");
    }
  }

  /** Whether anything in the command depends on what the job is told later. */
  public boolean names(Placeholder placeholder) {
    return named(words, resumeWords, environment).contains(placeholder);
  }

  @Override
  public String title() {
    return String.join(" ", words);
  }

  /** There are never epochs to count. */
  @Override
  public Optional<Integer> fixedSteps() {
    return Optional.of(totalSteps);
  }

  /** A command looks for class images itself. */
  @Override
  public Optional<DatasetId> classDataset() {
    return Optional.empty();
  }

  @Override
  public CommandOptions withTotalSteps(int steps) {
    return with(steps, checkpointingSteps, seed);
  }

  @Override
  public CommandOptions seeded(LongSupplier draw) {
    return seed.isEmpty() && names(Placeholder.SEED)
        ? with(totalSteps, checkpointingSteps, Optional.of(draw.getAsLong()))
        : this;
  }

  @Override
  public CommandOptions decided(int steps, int interval) {
    return with(steps, CheckpointInterval.ofSteps(interval), seed);
  }

  private CommandOptions with(int steps, CheckpointInterval interval, Optional<Long> newSeed) {
    return new CommandOptions(
        words,
        environment,
        steps,
        interval,
        resumeWords,
        newSeed,
        checkpoints,
        artifact,
        stepPattern);
  }

  @Override
  public <T> T either(
      Function<? super TrainingOptions, ? extends T> training,
      Function<? super CommandOptions, ? extends T> command) {
    return command.apply(this);
  }
}
