/** The command line {@code checkpoint-sync}. */
package io.baton.sync.cli;
