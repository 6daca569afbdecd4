package org.limpid.denoise.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.limpid.denoise.fault.Faults.Request;

/** An open file of a {@link FaultySystem}. A write that fails has written half. */
final class FaultyChannel extends FileChannel {
  private final FileChannel real;
  private final Path file;
  private final Faults faults;

  FaultyChannel(FileChannel real, Path file, Faults faults) {
    this.real = real;
    this.file = file;
    this.faults = faults;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    faults.check(Request.READ, file);
    return real.read(target);
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    faults.check(Request.READ, file);
    return real.read(target, position);
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    faults.check(Request.READ, file);
    return real.read(targets, offset, length);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    try {
      faults.check(Request.WRITE, file);
    } catch (IOException e) {
      real.write(half(source));
      throw e;
    }
    return real.write(source);
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    try {
      faults.check(Request.WRITE, file);
    } catch (IOException e) {
      real.write(half(source), position);
      throw e;
    }
    return real.write(source, position);
  }

  private static ByteBuffer half(ByteBuffer source) {
    return source.duplicate().limit(source.position() + source.remaining() / 2);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    faults.check(Request.WRITE, file);
    return real.write(sources, offset, length);
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    real.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return real.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    faults.check(Request.WRITE, file);
    real.truncate(size);
    return this;
  }

  @Override
  public void force(boolean metadata) throws IOException {
    faults.check(Request.SYNC, file);
    real.force(metadata);
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    faults.check(Request.READ, file);
    return real.transferTo(position, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    faults.check(Request.WRITE, file);
    return real.transferFrom(source, position, count);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    faults.check(Request.READ, file);
    return real.map(mode, position, size);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void implCloseChannel() throws IOException {
    real.close();
  }
}
