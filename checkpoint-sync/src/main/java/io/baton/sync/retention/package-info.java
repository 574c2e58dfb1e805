/** Decides which committed checkpoints storage keeps; deleting them is the caller's business. */
package io.baton.sync.retention;
