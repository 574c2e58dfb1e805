/** The queue's benchmark: the real service process on a real PostgreSQL, over HTTP. */
package io.baton.it.bench;
