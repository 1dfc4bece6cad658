/** The annotations that declare an activation function. */
module dev.limen.annotations {
  exports dev.limen;
}
