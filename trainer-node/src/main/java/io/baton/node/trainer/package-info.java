/**
 * The trainer as a child process: its command line, its progress, its end. Any program that keeps
 * the trainer's contract can be run.
 */
package io.baton.node.trainer;
