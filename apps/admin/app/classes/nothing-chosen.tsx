import { Empty } from '~/ui/empty';

export function NothingChosen() {
  return <Empty title="No class is ticked.">Close this, tick some classes in the table, and choose again.</Empty>;
}
