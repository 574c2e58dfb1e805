package io.baton.sync.restore;

import io.baton.sync.SyncException;

/** A candidate that does not verify, and why. */
public record Rejection(Candidate candidate, SyncException reason) {}
