package io.baton.protocol.webhook;

/**
 * A webhook and its new secret, which is shown this once.
 *
 * @param webhook without the secret
 * @param secret {@code whsec_} and the base64 of 24 to 64 bytes
 */
public record WebhookWithSecret(Webhook webhook, SigningSecret secret) {}
