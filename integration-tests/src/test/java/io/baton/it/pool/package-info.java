/** Autoscalers in processes of their own, with the real service and nodes that are real agents. */
package io.baton.it.pool;
