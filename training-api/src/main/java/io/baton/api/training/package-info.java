/** What a job's options mean in numbers: its length, and how far apart its checkpoints are. */
package io.baton.api.training;
