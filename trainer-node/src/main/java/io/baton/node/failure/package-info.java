/** What ends an attempt before its training is done. */
package io.baton.node.failure;
