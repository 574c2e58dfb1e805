/** The node's monotonic clock: leases and drains are counted on it, never on the time of day. */
package io.baton.node.clock;
