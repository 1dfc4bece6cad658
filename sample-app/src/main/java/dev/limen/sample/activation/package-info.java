/** The activation functions that the application declares, and what one would write by hand. */
package dev.limen.sample.activation;
