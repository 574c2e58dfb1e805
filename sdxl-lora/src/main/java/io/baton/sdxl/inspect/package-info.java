/** What a file or directory holds, and what is wrong with it. */
package io.baton.sdxl.inspect;
