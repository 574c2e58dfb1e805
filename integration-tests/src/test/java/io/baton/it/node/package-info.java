/** Real nodes, as packaged, that tests and benchmarks start, watch and kill. */
package io.baton.it.node;
