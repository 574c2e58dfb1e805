/** Checkpoints on disk: complete or not there, and exact. */
package io.baton.sdxl.checkpoint;
