package io.baton.sdxl.command.train;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * An option of diffusers' script that is known here and cannot be honoured, or only with the values
 * that change nothing.
 *
 * @param name with its dashes
 * @param flag whether it takes no value
 * @param harmless values that are accepted because they ask for what is done anyway
 * @param instead what to do, as the end of a sentence
 */
public record UnsupportedOption(String name, boolean flag, Set<String> harmless, String instead) {

  private static final String LOCAL = "use --instance_data_dir with a directory of images";
  private static final String HUB = "upload the output directory yourself";
  private static final String LATER = "leave it out";

  public static final List<UnsupportedOption> ALL =
      Stream.of(
              value("--revision", "give --pretrained_model_name_or_path a local directory"),
              value("--dataset_config_name", LOCAL),
              value("--cache_dir", LOCAL),
              limited("--image_column", LOCAL, "image"),
              flag("--push_to_hub", HUB),
              value("--hub_token", HUB),
              value("--hub_model_id", HUB),
              limited("--local_rank", "one process trains", "-1"),
              flag("--enable_xformers_memory_efficient_attention"))
          .toList();

  /** Adds all of them to a command, hidden, so that each is refused by its name. */
  public static void addTo(CommandSpec command) {
    for (UnsupportedOption option : ALL) {
      command.addOption(option.spec(command));
    }
  }

  private OptionSpec spec(CommandSpec command) {
    OptionSpec.Builder builder =
        OptionSpec.builder(name)
            .hidden(true)
            .type(String.class)
            .arity(flag ? "0" : "1")
            .setter(
                new CommandLine.Model.ISetter() {
                  @Override
                  @SuppressWarnings("unchecked")
                  public <T> T set(T value) {
                    check(command, Optional.ofNullable((String) value));
                    return null;
                  }
                });
    return builder.build();
  }

  private void check(CommandSpec command, Optional<String> value) {
    if (value.isEmpty() || harmless.contains(value.orElseThrow())) {
      return;
    }
    String asked = flag ? name : name + " " + value.orElseThrow();
    throw new ParameterException(
        command.commandLine(), "%s is not supported: %s.".formatted(asked, instead));
  }

  private static UnsupportedOption value(String name, String instead) {
    return new UnsupportedOption(name, false, Set.of(), instead);
  }

  private static UnsupportedOption limited(String name, String instead, String... harmless) {
    return new UnsupportedOption(name, false, Set.of(harmless), instead);
  }

  private static UnsupportedOption flag(String name) {
    return flag(name, LATER);
  }

  private static UnsupportedOption flag(String name, String instead) {
    return new UnsupportedOption(name, true, Set.of(), instead);
  }
}
