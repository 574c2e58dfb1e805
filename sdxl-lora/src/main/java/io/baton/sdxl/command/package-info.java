/** The command line {@code sdxl-lora}. */
package io.baton.sdxl.command;
