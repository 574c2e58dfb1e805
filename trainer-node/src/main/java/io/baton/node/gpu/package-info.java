/** The GPUs of this machine, and one agent for each of them. */
package io.baton.node.gpu;
