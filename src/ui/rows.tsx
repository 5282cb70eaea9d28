import {Box, Text} from 'ink';
import {memo} from 'react';

/** Lines that are fitted already, one on each row; missing ones are blank. */
export function Rows({
  lines,
  columns,
  rows,
}: {
  readonly lines: readonly string[];
  readonly columns: number;
  readonly rows: number;
}) {
  return (
    <Box flexDirection="column" width={columns} height={rows} flexShrink={0}>
      {Array.from({length: rows}, (_, row) => (
        <Row key={row} text={lines[row] ?? ''} />
      ))}
    </Box>
  );
}

const Row = memo(function Row({text}: {readonly text: string}) {
  // A row without a character takes no place.
  return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
});
