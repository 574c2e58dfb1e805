/** Low-rank adapters of linear projections. */
package io.baton.sdxl.lora;
