/** How a node is set up, and who it is. */
package io.baton.node.config;
