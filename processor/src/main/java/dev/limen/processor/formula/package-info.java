/**
 * The formula language: text to tokens to {@link dev.limen.processor.formula.Expr}, and what can be
 * done to an expression: simplify, differentiate, print, evaluate.
 */
package dev.limen.processor.formula;
