package io.baton.cli.demo;

/**
 * Whether something that the demonstration promises held.
 *
 * @param claim what must hold: one sentence
 * @param seen what was there instead, or the figures that show it
 */
record Finding(boolean held, String claim, String seen) {}
