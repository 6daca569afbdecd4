/**
 * Layers, networks, losses, optimisers and weights files. Depend on it to build or train networks
 * of one's own.
 */
module org.limpid.nn {
  requires static transitive org.jspecify;
  requires transitive org.limpid.core;

  exports org.limpid.nn;
  exports org.limpid.nn.layer;
  exports org.limpid.nn.net;
  exports org.limpid.nn.optim;
  exports org.limpid.nn.weights;
}
