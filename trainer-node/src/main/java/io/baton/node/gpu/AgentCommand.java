package io.baton.node.gpu;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this process was started: its Java, and that Java's own options. */
public final class AgentCommand {
  private AgentCommand() {}

  /**
   * The same program with other arguments.
   *
   * @param main class to start
   */
  public static List<String> of(Class<?> main, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    words.add("-cp");
    words.add(System.getProperty("java.class.path"));
    words.add(main.getName());
    words.addAll(arguments);
    return List.copyOf(words);
  }
}
