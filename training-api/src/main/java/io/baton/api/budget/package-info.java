/** What jobs use of nodes' time and of money, and the bounds that their owners set. */
package io.baton.api.budget;
