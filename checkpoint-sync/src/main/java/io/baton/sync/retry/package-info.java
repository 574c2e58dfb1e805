/** Repeats what may succeed later, with exponential backoff and jitter, until a deadline. */
package io.baton.sync.retry;
