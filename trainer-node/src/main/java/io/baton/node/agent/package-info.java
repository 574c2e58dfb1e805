/** The agent's loop: one job after the other, until it is told to stop. */
package io.baton.node.agent;
