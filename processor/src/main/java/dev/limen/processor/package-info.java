/** The annotation processor: entry point, options and rounds. */
package dev.limen.processor;
