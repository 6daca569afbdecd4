package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file as the JDK's decoders take it. The JDK's own stream knows the default file system only.
 */
final class FileStream extends ImageInputStreamImpl {
  private final SeekableByteChannel channel;
  private final byte[] one = new byte[1];

  FileStream(Path file) throws IOException {
    channel = Files.newByteChannel(file);
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 1 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    checkClosed();
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    int count = channel.position(streamPos).read(ByteBuffer.wrap(bytes, offset, length));
    streamPos += Math.max(0, count);
    return count;
  }

  @Override
  public long length() {
    try {
      return channel.size();
    } catch (IOException e) {
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    channel.close();
  }
}
