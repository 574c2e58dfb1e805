/** What a job says of a command of its own, beside its words. */
package io.baton.protocol.job.command;
