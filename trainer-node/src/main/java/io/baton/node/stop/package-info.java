/** Orders to stop an attempt, from the API, from the lease, or from whoever stops the agent. */
package io.baton.node.stop;
