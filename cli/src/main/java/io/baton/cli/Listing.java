package io.baton.cli;

import picocli.CommandLine;

/** {@code baton nodes list}: the same as {@code baton nodes}, for whoever types it so. */
public final class Listing {
  private Listing() {}

  /**
   * Adds it to a command that lists where nothing else is asked for.
   *
   * @param listing another object of that command's class
   */
  public static CommandLine add(CommandLine command, Object listing) {
    String name = command.getCommandName();
    CommandLine list = new CommandLine(listing);
    list.setCommandName("list");
    list.getCommandSpec().usageMessage().description("The same as 'baton " + name + "'.");
    return command.addSubcommand(list);
  }
}
