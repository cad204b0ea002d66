import { GraphQLError } from 'graphql';

/** An error without what was only meant for the status and the headers of an HTTP answer. */
export function withoutHttp(error: GraphQLError): GraphQLError {
  if (!('http' in error.extensions)) return error;
  const { message, nodes, source, positions, path, originalError } = error;
  const { http: _http, ...extensions } = error.extensions;
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions });
}
