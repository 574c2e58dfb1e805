/** How the agent calls the API: tries again with backoff, and tells of an outage once. */
package io.baton.node.api;
