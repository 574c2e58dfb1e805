package io.baton.sync.cli;

/** A command that can say everything as JSON. */
interface JsonCommand {
  boolean json();
}
