/** What users watch while an attempt runs: measurements and log lines. Nothing rests on it. */
package io.baton.node.feed;
