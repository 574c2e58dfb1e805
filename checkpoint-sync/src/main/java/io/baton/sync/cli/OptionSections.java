package io.baton.sync.cli;

import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/** Shows a command's options below headings, by the class that declares them. */
final class OptionSections implements IHelpSectionRenderer {
  private static final String MAIN = "Options";

  /** In the order of the page. */
  private static final Map<String, String> HEADINGS = new LinkedHashMap<>();

  static {
    HEADINGS.put("StoreOptions", "Storage");
    HEADINGS.put("TransferOptions", "Speed");
    HEADINGS.put("CompletenessOptions", "When a checkpoint is complete");
    HEADINGS.put("CompressionOptions", "Compression");
    HEADINGS.put("RetentionOptions", "Which checkpoints stay in storage");
    HEADINGS.put("ArtifactOptions", "Finished files");
    HEADINGS.put("WebhookOptions", "Webhook");
  }

  @Override
  public String render(Help help) {
    Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();
    sections.put(MAIN, new ArrayList<>());
    HEADINGS.values().forEach(heading -> sections.put(heading, new ArrayList<>()));
    for (OptionSpec option : help.commandSpec().options()) {
      sections.get(HEADINGS.getOrDefault(declaredIn(option), MAIN)).add(option);
    }
    StringBuilder text = new StringBuilder();
    sections.forEach(
        (heading, options) -> {
          if (!options.isEmpty()) {
            Help.Layout layout = help.createDefaultLayout();
            layout.addOptions(options, help.createDefaultParamLabelRenderer());
            text.append("%n%s:%n".formatted(heading)).append(layout);
          }
        });
    return text.toString();
  }

  private static String declaredIn(OptionSpec option) {
    return option.userObject() instanceof Member member
        ? member.getDeclaringClass().getSimpleName()
        : "";
  }
}
