package dev.limen.processor.formula;

import java.util.Map;
import java.util.Set;

/**
 * What a formula may name besides x, the constants and the functions.
 *
 * @param parameters the names of parameters
 * @param activations functions of x by the names that they are called by, qualified or not
 */
public record Vocabulary(Set<String> parameters, Map<String, Expr> activations) {

  public Vocabulary {
    parameters = Set.copyOf(parameters);
    activations = Map.copyOf(activations);
  }
}
