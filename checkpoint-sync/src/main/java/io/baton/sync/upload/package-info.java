/** Uploads checkpoints while training goes on; training never waits for the network. */
package io.baton.sync.upload;
