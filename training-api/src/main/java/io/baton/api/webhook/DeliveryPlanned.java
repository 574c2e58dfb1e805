package io.baton.api.webhook;

/** Fired in the transaction that planned a delivery; observe it after success. */
public record DeliveryPlanned() {}
