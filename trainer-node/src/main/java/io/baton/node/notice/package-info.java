/** Word that this machine is about to be taken away. */
package io.baton.node.notice;
