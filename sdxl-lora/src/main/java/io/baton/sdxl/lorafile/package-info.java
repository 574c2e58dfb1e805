/** LoRA weights in files: key names, shapes and order. */
package io.baton.sdxl.lorafile;
