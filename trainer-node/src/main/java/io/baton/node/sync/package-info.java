/** Checkpoints and the artifact between this machine and storage, for one attempt. */
package io.baton.node.sync;
