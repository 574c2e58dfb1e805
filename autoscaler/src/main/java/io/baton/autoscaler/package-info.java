/**
 * Sizes pools of nodes to the work that waits.
 *
 * <p>{@code scaling} decides and does no I/O; {@code pool} says what a provider of nodes can do;
 * {@code local}, {@code kubernetes} and {@code saladcloud} are providers; {@code reconcile} brings
 * them together on a schedule, one thread for each pool; {@code rest} shows the result.
 */
package io.baton.autoscaler;
