import { notFound } from '~/api/api-fault';

export function loader(): never {
  throw notFound('page under this address', 'Check the address, or begin again from Today.');
}

export default function NoSuchPage() {
  return null;
}
