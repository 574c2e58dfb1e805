package io.baton.api.event;

/** Fired in the transaction that gave events their positions; observe it after success. */
public record EventsPublished() {}
