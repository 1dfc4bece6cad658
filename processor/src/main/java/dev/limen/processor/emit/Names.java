package dev.limen.processor.emit;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** The names that are taken where code is written. */
final class Names {

  private final Set<String> taken = new HashSet<>();

  Names(Collection<String> taken) {
    this.taken.addAll(taken);
  }

  /** A further block, in which all of these names are taken too. */
  Names nested() {
    return new Names(taken);
  }

  /** Takes the wanted name, with a number behind it where it is taken already. */
  String take(String wanted) {
    String name = wanted;
    for (int i = 2; SourceVersion.isKeyword(name) || !taken.add(name); i++) {
      name = wanted + i;
    }
    return name;
  }
}
