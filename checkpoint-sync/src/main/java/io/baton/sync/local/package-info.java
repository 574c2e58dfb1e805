/** Checkpoints on this machine's disk, as trainers write them: directories {@code checkpoint-N}. */
package io.baton.sync.local;
