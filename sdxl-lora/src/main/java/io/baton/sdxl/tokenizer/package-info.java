/** CLIP's tokenizer: byte-pair encoding of lower-cased text. */
package io.baton.sdxl.tokenizer;
