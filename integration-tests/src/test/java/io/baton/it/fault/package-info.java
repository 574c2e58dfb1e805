/** A real platform between whose parts the connections fail. */
package io.baton.it.fault;
