/** One attempt: from the grant to completion, failure, release, or the loss of the lease. */
package io.baton.node.attempt;
