/** Tells a receiver over HTTP what became of a run, signed as Baton's API signs. */
package io.baton.sync.webhook;
