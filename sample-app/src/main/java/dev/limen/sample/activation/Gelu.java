package dev.limen.sample.activation;

import dev.limen.Accuracy;
import dev.limen.Activation;
import dev.limen.Formula;

/** The Gaussian error linear unit (Hendrycks and Gimpel 2016), in its exact form. */
@Activation(accuracy = Accuracy.FAST)
@Formula("0.5*x*(1 + erf(x/sqrt(2)))")
public interface Gelu {}
