/** Learned denoising of images. What most programs depend on. */
module org.limpid.denoise {
  requires static transitive org.jspecify;
  requires transitive org.limpid.nn;
  requires transitive java.desktop;
  requires java.management;
  requires jdk.management;
  requires jdk.unsupported;
  // Opens archives of NumPy arrays wherever they lie.
  requires jdk.zipfs;
  requires info.picocli;

  exports org.limpid.denoise;
  exports org.limpid.denoise.diagnosis;
  exports org.limpid.denoise.io;
  exports org.limpid.denoise.masking;
  exports org.limpid.denoise.metric;
  exports org.limpid.denoise.patch;
  exports org.limpid.denoise.predict;
  exports org.limpid.denoise.similar;
  exports org.limpid.denoise.synthetic;
  exports org.limpid.denoise.training;

  // Options are fields that picocli sets.
  opens org.limpid.denoise.cli to
      info.picocli;
}
