package io.baton.protocol.access;

/**
 * A new API key.
 *
 * @param key what is known of it
 * @param secret the key itself; the service does not keep it and never shows it again
 */
public record CreatedKey(Key key, ApiKey secret) {}
