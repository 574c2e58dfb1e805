/**
 * Base models: where a job's name for one leads, fetching its files from a hub or a bucket, and the
 * cache that keeps them.
 */
package io.baton.node.models;
