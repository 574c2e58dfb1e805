package io.baton.api.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * A delivery that a sender took.
 *
 * @param delivery its row
 * @param webhook where it goes
 * @param tries this one included; another sender that takes it later counts on
 * @param messageId the same over all tries
 * @param secrets as stored; each signs
 * @param at the time of this try
 * @param body what is signed and sent
 */
record Parcel(
    long delivery,
    String webhook,
    int tries,
    String messageId,
    URI url,
    List<String> secrets,
    Instant at,
    String body) {}
