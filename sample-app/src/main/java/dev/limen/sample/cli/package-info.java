/** The command line: options, progress and the table of results. */
package dev.limen.sample.cli;
