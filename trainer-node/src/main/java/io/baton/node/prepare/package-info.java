/** What an attempt needs before the trainer can start: dataset, base model, checkpoint. */
package io.baton.node.prepare;
