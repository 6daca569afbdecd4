package org.limpid.cuda;

/** A mark in a stream. */
interface GpuEvent {}
