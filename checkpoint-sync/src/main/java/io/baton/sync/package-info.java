/**
 * A directory of checkpoints to and from object storage, for any trainer: {@link
 * io.baton.sync.upload.CheckpointSync} uploads while training goes on, {@link
 * io.baton.sync.restore.CheckpointRestore} brings back the newest checkpoint that verifies.
 */
package io.baton.sync;
