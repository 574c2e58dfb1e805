/** Images that show how a job comes on. */
package io.baton.protocol.job.sample;
