/**
 * What a job trains, by subject: names, meanings and defaults of diffusers' {@code
 * train_dreambooth_lora_sdxl.py} in camel case, and some options that our trainer adds.
 */
package io.baton.protocol.job.training;
