/** Commands whose every process ends when it has to. */
package io.baton.node.process;
