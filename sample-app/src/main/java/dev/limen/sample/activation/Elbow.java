package dev.limen.sample.activation;

import dev.limen.Activation;
import dev.limen.Formula;

/** The application's own: x on the right, softsign's lower half on the left, and smooth between. */
@Activation
@Formula("x/(1 + relu(-x))")
public interface Elbow {}
