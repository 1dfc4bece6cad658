/** The kernel interfaces that generated code implements, and the checks of a kernel. */
module dev.limen.runtime {
  exports dev.limen.runtime;
  exports dev.limen.verify;
}
