/**
 * Runs the policy against modelled jobs, nodes and a modelled provider, on a virtual clock: what a
 * pool would have cost and how long its jobs would have waited. The reconciler and the reallocation
 * are the ones that the service runs. Equal seeds give equal results, byte for byte.
 */
package io.baton.autoscaler.simulation;
