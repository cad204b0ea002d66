import { Page } from '~/ui/page';

export default function Today() {
  return <Page title="Today">{null}</Page>;
}
