package dev.limen.sample.activation;

import dev.limen.Activation;
import dev.limen.Piecewise;

/**
 * PLAN, the sigmoid in lines whose slopes are powers of two (Amin, Curtis and Hayes-Gill 1997). It
 * jumps by 1/256 at -2.375 and at 2.375.
 */
@Activation
@Piecewise(
    breakpoints = {-5, -2.375, -1, 1, 2.375, 5},
    slopes = {0, 0.03125, 0.125, 0.25, 0.125, 0.03125, 0},
    shifts = {0, 0.15625, 0.375, 0.5, 0.625, 0.84375, 1},
    continuous = false)
public interface Plan {}
