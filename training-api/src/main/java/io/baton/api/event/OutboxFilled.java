package io.baton.api.event;

/** Fired in the transaction that wrote to the outbox; observe it after success. */
public record OutboxFilled() {}
