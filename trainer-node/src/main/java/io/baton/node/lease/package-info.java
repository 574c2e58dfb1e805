/** What keeps an attempt's right to act, and what ends the attempt in time when it cannot. */
package io.baton.node.lease;
