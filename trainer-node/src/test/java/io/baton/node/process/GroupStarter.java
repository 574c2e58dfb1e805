package io.baton.node.process;

/** Starts a command in a group and waits to be killed. */
public final class GroupStarter {
  private GroupStarter() {}

  public static void main(String[] command) throws Exception {
    ProcessGroup group =
        ProcessGroup.start(
            new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.INHERIT));
    group.leader().waitFor();
  }
}
