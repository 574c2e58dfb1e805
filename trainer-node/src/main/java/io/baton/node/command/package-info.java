/** The command line {@code trainer-node}. */
package io.baton.node.command;
