/**
 * What a user of Limen writes: {@link dev.limen.Activation} with one of {@link dev.limen.Clamp},
 * {@link dev.limen.Piecewise} and {@link dev.limen.Formula}.
 */
package dev.limen;
