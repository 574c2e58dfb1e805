package io.baton.api.dashboard.settings;

/**
 * Why the service did not do what a form asked for.
 *
 * @param status of the answer
 * @param sentence for people
 */
public record Refused(int status, String sentence) {}
