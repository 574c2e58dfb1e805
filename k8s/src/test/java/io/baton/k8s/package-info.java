/**
 * Holds the manifests against what Kubernetes' types, the services and the documentation say. There
 * is no cluster here: what only a cluster can tell is not tested.
 */
package io.baton.k8s;
