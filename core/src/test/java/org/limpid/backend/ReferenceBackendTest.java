package org.limpid.backend;

/**
 * The reference keeps its own contract: memory, aliasing, and nothing written that should not be.
 */
class ReferenceBackendTest extends BackendContract {

  @Override
  protected Backend open() {
    return new ReferenceBackend();
  }
}
