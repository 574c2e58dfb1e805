/** The agent's log: lines on standard error, each with the job and attempt it is about. */
package io.baton.node.log;
