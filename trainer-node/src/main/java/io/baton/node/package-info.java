/** The agent on a GPU machine: carries one job at a time from a node's claim to its end. */
package io.baton.node;
