/** Pictures of activation functions. */
package dev.limen.sample.plot;
