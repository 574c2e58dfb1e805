/** Reading and writing of safetensors files, without libtorch. */
package io.baton.sdxl.safetensors;
