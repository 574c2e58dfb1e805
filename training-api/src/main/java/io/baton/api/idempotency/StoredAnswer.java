package io.baton.api.idempotency;

import java.util.Optional;

/**
 * An answer that was given.
 *
 * @param fingerprint of the request
 * @param body as JSON
 */
record StoredAnswer(String fingerprint, int status, Optional<String> location, String body) {}
