import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Labs of the local runtime share this machine's ports, and brokers its memory: one file after the other.
    fileParallelism: false,
    // A test must not ask Apache's site, whatever it starts: nobody listens there.
    env: {KAFKA_LESSONS_MIRROR: 'http://127.0.0.1:9'},
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
