/** The node's metrics, in the form of Prometheus. */
package io.baton.node.metrics;
