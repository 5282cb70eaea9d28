/** Milliseconds of a processor that this thread has had. Unlike the clock it stands still while other programs work. */
export function processorTime(): number {
  const {user, system} = process.threadCpuUsage();
  return (user + system) / 1000;
}
