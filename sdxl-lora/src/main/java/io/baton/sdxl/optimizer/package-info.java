/** What turns gradients into steps. */
package io.baton.sdxl.optimizer;
